/** Trials of a policy before it has effect. */
export const backtestTypeDefs: string = /* GraphQL */ `
  "An image and what the policy should decide about it: an action, the rules that should pass, or both."
  input LabelledImage {
    image: ImageInput!
    action: ModerationAction
    "Names of the rules that should pass; an empty list means none. If omitted, the image does not count for rules."
    rules: [String!]
    "The context of the image, for exceptions."
    context: JSONObject
  }

  "Labelled assets of a collection, by their stored vectors. Give at least one of the fields; assets that lack them are skipped."
  input BacktestCollection {
    name: String!
    filter: Filter
    "Path in the payload of the action that is expected."
    actionField: String
    "Path in the payload of the names of the rules that should pass: a text or a list."
    rulesField: String
    "By key; at most 5000."
    first: Int = 5000
  }

  """
  Verdicts that people have decided, with the vectors that were kept. Their action is the expected one. ALLOW means that no
  rule should have passed; another action means that the rule was right, if only one had passed.
  """
  input BacktestReviews {
    "Policy of the verdicts. Default: the policy that is tried."
    policy: String
    "Only verdicts for which this rule had passed."
    rule: String
    "At this instant or after it."
    from: DateTime
    "Before this instant."
    to: DateTime
    "Newest first; at most 5000."
    first: Int = 5000
  }

  type Backtest {
    policy: Policy!
    "Number of valid images, which the figures are about."
    count: Int!
    "Whether there were more than were read."
    truncated: Boolean!
    "In the order of the images; null for a valid image."
    errors: [InputError]!
    "One for each rule, in the policy's order, shadow rules included; from the valid images."
    rules: [RuleBacktest!]!
    "Expected and given actions that occurred, of the images with an expected action."
    actions: [ActionCount!]!
    "Images whose action or findings differ between this version and the version named by against; empty without against."
    changes: [BacktestChange!]!
  }

  type RuleBacktest {
    rule: String!
    threshold: Float!
    truePositives: Int!
    falsePositives: Int!
    falseNegatives: Int!
    trueNegatives: Int!
    "Null where the rule passed on no labelled image."
    precision: Float
    "Null where no image is labelled with the rule."
    recall: Float
    "Null if no image is labelled with the rule and none passed."
    f1: Float
    "At every probability that occurred, highest first."
    curve: [ThresholdPoint!]!
    "The lowest threshold on the curve with the wished precision; null where none has it."
    suggestedThreshold: Float
  }
  "What precision and recall would be if the rule passed from this threshold on."
  type ThresholdPoint {
    threshold: Float!
    precision: Float!
    recall: Float
  }
  type ActionCount {
    expected: ModerationAction!
    given: ModerationAction!
    count: Int!
  }
  type BacktestChange {
    "Place of the image in the list."
    index: Int!
    "Set if the image is an asset of a collection."
    assetId: ID
    "Set if the image comes from a review."
    verdictId: ID
    before: ModerationAction!
    after: ModerationAction!
    "Rules that pass now and did not before, shadow rules included."
    gained: [String!]!
    lost: [String!]!
  }

  type Query {
    """
    Runs a policy over labelled images without recording anything. Give one of images (at most 128), a collection
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
`;
