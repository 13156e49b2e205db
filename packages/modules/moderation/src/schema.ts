import { backtestTypeDefs } from './backtest/backtest-schema.ts';
import { blocklistTypeDefs } from './blocklists/blocklist-schema.ts';

export const moderationTypeDefs: string = /* GraphQL */ `
  enum ReviewState {
    "Waits for a person."
    OPEN
    RESOLVED
  }

  "One immutable version of a set of rules."
  type Policy implements Node {
    id: ID!
    name: String!
    "1, 2, and so on."
    version: Int!
    rules: [ModerationRule!]!
    createdAt: DateTime!
    "Whether moderate uses this version when none is named."
    active: Boolean!
  }

  type ModerationRule {
    name: String!
    describes: [String!]!
    unlike: [String!]!
    "Hashes (sha256) of its example images; their vectors are kept, the pictures are not."
    exampleHashes: [String!]!
    "The rule is about copies of known pictures."
    blocklist: RuleBlocklist
    threshold: Float!
    action: ModerationAction!
    "Recorded, but without effect."
    shadow: Boolean!
    except: [RuleException!]!
  }

  "A milder action for images of which a filter holds."
  type RuleException {
    "As the input Filter."
    filter: JSONObject!
    action: ModerationAction!
  }

  input RuleExceptionInput {
    """
    Over { asset: payload of the asset, context: what came with the image }: the field context.section, say, or
    asset.tags. Where there is no such field, the conditions on it do not hold.
    """
    filter: Filter!
    "Milder than the rule's; ALLOW means that the rule does not apply."
    action: ModerationAction! = ALLOW
  }

  "Where pictures have an even chance to be copies of one of the list: from this cosine on, or up to so many different bits."
  type RuleBlocklist {
    name: String!
    minCosine: Float!
    maxDistance: Int!
  }

  input RuleBlocklistInput {
    name: String!
    "Least cosine with the vector of a known picture, 0 to 1."
    minCosine: Float! = 0.95
    "Most bits of its perceptual hash that differ, 0 to 64."
    maxDistance: Int! = 8
  }

  "A rule needs descriptions, examples, or both; or a blocklist and none of these."
  input RuleInput {
    "1 to 64 characters, once in a policy."
    name: String!
    "What the rule looks for, in words: things that complete 'a photo of a …'. At most 32."
    describes: [String!]! = []
    "What looks alike and is fine. At most 32."
    unlike: [String!]
    "Images that look like what is meant. At most 16, and 64 in a policy."
    examples: [ImageInput!]
    "Pictures that are almost the same as one of a blocklist."
    blocklist: RuleBlocklistInput
    "Probability from which the rule acts, 0 to 1."
    threshold: Float = 0.5
    action: ModerationAction!
    shadow: Boolean = false
    "Images that the rule treats more mildly; the first that holds counts. At most 16."
    except: [RuleExceptionInput!]
  }

  input PolicyInput {
    "1 to 64 letters, digits, _ and -, a letter or digit first."
    name: String!
    "At most 100."
    rules: [RuleInput!]!
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
    "Of a rule with a blocklist: the nearest entry, whether it is near enough or not."
    match: BlocklistMatch
    "An exception of the rule that held; action is its action then."
    exception: FindingException
  }

  type FindingException {
    "Place among the rule's exceptions."
    index: Int!
    "What the rule would have done."
    insteadOf: ModerationAction!
  }

  ${blocklistTypeDefs}

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
    "Name of the model that looked at it."
    modelName: String!
    modelFingerprint: String!
    "Name of the API key that asked, where keys have names."
    keyName: String
    decidedAt: DateTime!
    "Null unless the action is REVIEW."
    review: Review
  }

  "What a person made of a verdict that asked for it."
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

  enum WebhookEvent {
    "A verdict that is not ALLOW was given."
    VERDICT
    "A person has decided."
    REVIEW
  }

  "An event that the receiver of the webhook never took."
  type WebhookFailure {
    event: WebhookEvent!
    "Null where it is no longer kept."
    verdict: ModerationVerdict
    attempts: Int!
    lastError: String!
    failedAt: DateTime!
  }

  ${backtestTypeDefs}

  type Query {
    "The active version of every policy, by name; with a name, every version of that one, newest first, at most 100."
    policies(name: String): [Policy!]!
    "Without a version, the active one."
    policy(name: String!, version: Int): Policy
    "By name."
    blocklists: [Blocklist!]!
    blocklist(name: String!): Blocklist
    "Newest first; first is at most 100."
    verdicts(filter: VerdictFilter, first: Int = 20, after: String): VerdictConnection!
    "Verdicts that wait for a person, oldest first."
    reviewQueue(policy: String, first: Int = 20, after: String): VerdictConnection!
    "Newest first; first is at most 100. Empty without a webhook."
    webhookFailures(first: Int = 20): [WebhookFailure!]!
    """
    What a policy makes of labelled images, without recording anything: of one of images (at most 128), a collection,
    and reviews. With against, the differences from that version; with precision, a threshold for it.
    """
    backtestPolicy(
      policy: String!
      version: Int
      images: [LabelledImage!]
      collection: BacktestCollection
      reviews: BacktestReviews
      against: Int
      precision: Float = 0.95
    ): Backtest!
  }

  type Mutation {
    """
    Saves the next version. Saving what a version holds already answers that version. The first version is active at
    once, a later one when it is activated.
    """
    savePolicy(input: PolicyInput!): Policy!
    activatePolicy(name: String!, version: Int!): Policy!
    "At most 100 lists of at most 10,000 pictures."
    createBlocklist(name: String!): Blocklist!
    "With its entries; false when there was none. Refused while the active version of a policy looks in it."
    deleteBlocklist(name: String!): Boolean!
    "At most 64 pictures, answered item by item, in order. One that is there already is replaced."
    addToBlocklist(blocklist: String!, pictures: [BlocklistPicture!]!): [BlocklistResult!]!
    "Entries by their ids, at most 100; how many there were."
    removeFromBlocklist(entries: [ID!]!): Int!
    """
    At most 64 images, answered item by item, in order; every verdict is recorded. Without a version, the active one.
    contexts are what is known of each image, in their order, for the exceptions of rules; they are not kept.
    """
    moderate(images: [ImageInput!]!, policy: String!, version: Int, contexts: [JSONObject]): [ModerationResult!]!
    "Once for each verdict."
    resolveReview(verdict: ID!, action: ModerationAction!, note: String): ModerationVerdict!
    "Sends the events that failed anew, at most 1000; how many there were."
    retryWebhookFailures: Int!
  }
`;
