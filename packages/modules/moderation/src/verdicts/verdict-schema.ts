/** Verdicts with their findings, the record of them, and what people decide. */
export const verdictTypeDefs: string = /* GraphQL */ `
  enum ReviewState {
    "A person has to decide."
    OPEN
    RESOLVED
  }

  "How one rule fitted one image."
  type Finding {
    rule: String!
    "From 0 to 1."
    probability: Float!
    threshold: Float!
    "Whether the probability reached the threshold."
    passed: Boolean!
    action: ModerationAction!
    shadow: Boolean!
    "The description that fitted best, or for an example image its place: examples[2]; of a blocklist, the entry's: name/content hash."
    closest: String!
    "For a rule with a blocklist: the nearest entry, also if it is not near enough."
    match: BlocklistMatch
    "The exception that matched; action is then the exception's."
    exception: FindingException
  }

  type FindingException {
    "Index in the rule's exceptions."
    index: Int!
    "The rule's own action."
    insteadOf: ModerationAction!
  }

  type ModerationVerdict implements Node {
    id: ID!
    "The hardest action among the findings that are not shadow; ALLOW without any."
    action: ModerationAction!
    "The rules that passed their threshold, hardest action first, shadow rules among them."
    findings: [Finding!]!
    "Every rule of the policy, in its order."
    scores: [Finding!]!
    policy: Policy!
    "Hash (sha256) of the image's bytes; the image itself is not kept."
    contentHash: String!
    "Where the image was given by an asset."
    assetId: ID
    "Name of the model that embedded it."
    modelName: String!
    modelFingerprint: String!
    "Name of the caller's API key, if it has one."
    keyName: String
    decidedAt: DateTime!
    "Null unless the action is REVIEW."
    review: Review
  }

  "The decision of a person about a verdict in review."
  type Review {
    state: ReviewState!
    action: ModerationAction
    note: String
    keyName: String
    resolvedAt: DateTime
  }

  union ModerationResult = ModerationVerdict | InputError

  input VerdictFilter {
    policy: String
    version: Int
    actions: [ModerationAction!]
    "A rule that passed, shadow or not."
    rule: String
    "Only verdicts with shadow findings (true) or without (false); with rule, whether that rule was a shadow."
    shadow: Boolean
    "At this instant or after it."
    from: DateTime
    "Before this instant."
    to: DateTime
    review: ReviewState
    contentHash: String
    "Name of the API key that asked."
    keyName: String
  }

  type VerdictConnection {
    edges: [VerdictEdge!]!
    nodes: [ModerationVerdict!]!
    pageInfo: PageInfo!
  }
  type VerdictEdge {
    cursor: String!
    node: ModerationVerdict!
  }

  type Query {
    "Newest first; first is at most 100."
    verdicts(filter: VerdictFilter, first: Int = 20, after: String): VerdictConnection!
    "Verdicts that wait for a person, oldest first."
    reviewQueue(policy: String, first: Int = 20, after: String): VerdictConnection!
  }
  type Mutation {
    """
    At most 64 images; one result for each, in order. Every verdict is recorded. Default version: the active one.
    contexts holds facts about each image, in the order of the images, for the exceptions of rules; they are not kept.
    """
    moderate(images: [ImageInput!]!, policy: String!, version: Int, contexts: [JSONObject]): [ModerationResult!]!
    "Only once for each verdict."
    resolveReview(verdict: ID!, action: ModerationAction!, note: String): ModerationVerdict!
  }
`;
