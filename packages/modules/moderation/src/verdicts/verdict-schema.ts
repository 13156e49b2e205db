/** Verdicts with their findings, the record of them, and what people decide. */
export const verdictTypeDefs: string = /* GraphQL */ `
  "Whether a person has decided about a verdict in review."
  enum ReviewState {
    "A person has to decide."
    OPEN
    "A person has decided."
    RESOLVED
  }

  "How one rule fitted one image."
  type Finding {
    "Name of the rule."
    rule: String!
    "From 0 to 1."
    probability: Float!
    "Probability from which the rule acts, 0 to 1."
    threshold: Float!
    "Whether the probability reached the threshold."
    passed: Boolean!
    "What the rule does about such an image: its own action, that of the exception or of the blocklist's entry that matched."
    action: ModerationAction!
    "Whether the rule is only recorded and has no effect."
    shadow: Boolean!
    "The description that fitted best, or for an example image its place: examples[2]; of a blocklist, the entry's: name/content hash."
    closest: String!
    "For a rule with a blocklist: the nearest entry, also if it is not near enough. Null for other rules."
    match: BlocklistMatch
    "The exception that matched; action is then the exception's. Null where none matched."
    exception: FindingException
  }

  "An exception of a rule that matched an image."
  type FindingException {
    "Index in the rule's exceptions, from 0."
    index: Int!
    "The rule's own action."
    insteadOf: ModerationAction!
  }

  "What a policy has decided about an image. It never changes."
  type ModerationVerdict implements Node {
    "Global id, for Query.node and resolveReview."
    id: ID!
    "The hardest action among the findings that are not shadow; ALLOW without any."
    action: ModerationAction!
    "The rules that passed their threshold, hardest action first, shadow rules among them."
    findings: [Finding!]!
    "Every rule of the policy, in its order."
    scores: [Finding!]!
    "The version of the policy that decided."
    policy: Policy!
    "Hash (sha256) of the image's bytes; the image itself is not kept."
    contentHash: String!
    "Set if the image was given as an asset."
    assetId: ID
    "Name of the model that embedded it."
    modelName: String!
    "Fingerprint of that model: the same for the same files."
    modelFingerprint: String!
    "Name of the API key that asked; null where none was needed."
    keyName: String
    "When it was decided."
    decidedAt: DateTime!
    "Null unless the action is REVIEW."
    review: Review
  }

  "The decision of a person about a verdict in review."
  type Review {
    "Whether somebody has decided."
    state: ReviewState!
    "What the person decided; null while the review is open."
    action: ModerationAction
    "What the person wrote to it; null for nothing."
    note: String
    "Name of the API key that the person used; null where none was needed and while the review is open."
    keyName: String
    "When the person decided; null while the review is open."
    resolvedAt: DateTime
  }

  "The verdict, or what is wrong with the image."
  union ModerationResult = ModerationVerdict | InputError

  "Which verdicts are listed: those for which all that is given holds."
  input VerdictFilter {
    "Name of the policy."
    policy: String
    "Version of the policy, from 1."
    version: Int
    "One of these actions; an empty list matches nothing."
    actions: [ModerationAction!]
    "A rule that passed, shadow or not."
    rule: String
    "Only verdicts with shadow findings (true) or without (false); with rule, whether that rule was a shadow."
    shadow: Boolean
    "At this instant or after it."
    from: DateTime
    "Before this instant."
    to: DateTime
    "Only verdicts in review, and in this state."
    review: ReviewState
    "Hash (sha256) of the image's bytes, in hexadecimal."
    contentHash: String
    "Name of the API key that asked."
    keyName: String
  }

  "A page of verdicts."
  type VerdictConnection {
    "The verdicts of this page, with their cursors."
    edges: [VerdictEdge!]!
    "The verdicts of this page."
    nodes: [ModerationVerdict!]!
    "Where the page ends."
    pageInfo: PageInfo!
  }
  "A verdict of a list."
  type VerdictEdge {
    "For after: the page begins behind this verdict."
    cursor: String!
    "The verdict."
    node: ModerationVerdict!
  }

  type Query {
    "Verdicts that are kept, newest first."
    verdicts(
      "Which verdicts. Default: all."
      filter: VerdictFilter
      "Page size, 1 to 100."
      first: Int = 20
      "endCursor of the page before; it belongs to the same filter."
      after: String
    ): VerdictConnection!
    "Verdicts that wait for a person, oldest first."
    reviewQueue(
      "Name of a policy. Default: all policies."
      policy: String
      "Page size, 1 to 100."
      first: Int = 20
      "endCursor of the page before."
      after: String
    ): VerdictConnection!
  }
  type Mutation {
    "Decides about images. One result for each, in order. Every verdict is recorded."
    moderate(
      "1 to 64 images."
      images: [ImageInput!]!
      "Name of the policy."
      policy: String!
      "From 1. Default: the active version."
      version: Int
      """
      Facts about each image, in the order of the images, for the exceptions of rules; null for none. At most 16,384 characters of
      JSON each. They are not kept.
      """
      contexts: [JSONObject]
    ): [ModerationResult!]!
    "What a person decides about a verdict in review, only once for each verdict."
    resolveReview(
      "Id of a verdict whose action is REVIEW."
      verdict: ID!
      "What the person decides."
      action: ModerationAction!
      "At most 2000 characters."
      note: String
    ): ModerationVerdict!
  }
`;
