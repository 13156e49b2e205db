/** Trials of a policy before it has effect. */
export const backtestTypeDefs: string = /* GraphQL */ `
  "An image and what the policy should make of it: an action, the rules that should pass, or both."
  input LabelledImage {
    image: ImageInput!
    action: ModerationAction
    "Names of the rules that should pass; an empty list means none. Left out: the image says nothing of rules."
    rules: [String!]
    "What would come with the image; for exceptions."
    context: JSONObject
  }

  "Labelled assets of a collection, by their stored vectors; at least one of the fields. Assets without them are passed over."
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
  Verdicts that people have decided, by the vectors that were kept; their action is the one expected. ALLOW says that no
  rule should have passed, another action that the rule was right, where only one had passed.
  """
  input BacktestReviews {
    "Whose verdicts; the policy that is tried, unless told otherwise."
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
    "Images that were fine, and are in the figures."
    count: Int!
    "Whether there were more than were looked at."
    truncated: Boolean!
    "In the order of the images; null where the image was fine."
    errors: [InputError]!
    "Of the images that were fine, in the policy's order; shadow rules too."
    rules: [RuleBacktest!]!
    "Expected and given actions that occurred, of the images with an expected action."
    actions: [ActionCount!]!
    "Images whose action or findings differ between the version named with against and this one; empty without it."
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
    "Null where there is nothing to find and nothing was found."
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
    "Where the image is an asset of a collection."
    assetId: ID
    "Where the image is that of a review."
    verdictId: ID
    before: ModerationAction!
    after: ModerationAction!
    "Rules that pass now and did not, shadow or not."
    gained: [String!]!
    lost: [String!]!
  }

  type Query {
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
`;
