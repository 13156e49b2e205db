/** Trials of a policy before it has effect. */
export const backtestTypeDefs: string = /* GraphQL */ `
  "An image and what the policy should decide about it: an action, the rules that should pass, or both."
  input LabelledImage {
    "The image; at most 20 MB."
    image: ImageInput!
    "The action that is expected. If omitted, the image does not count for actions."
    action: ModerationAction
    "Names of the rules that should pass; an empty list means none. If omitted, the image does not count for rules."
    rules: [String!]
    "The context of the image, for exceptions; at most 16,384 characters as JSON."
    context: JSONObject
  }

  "Labelled assets of a collection, by their stored vectors. Give at least one of the fields; assets that lack them are skipped."
  input BacktestCollection {
    "Name of a collection."
    name: String!
    "Only assets that pass it. Default: all."
    filter: Filter
    "Path in the payload of the action that is expected."
    actionField: String
    "Path in the payload of the names of the rules that should pass: a text or a list."
    rulesField: String
    "Most assets, by key; 1 to 5000."
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
    "Most reviews, newest first; 1 to 5000."
    first: Int = 5000
  }

  "How a version of a policy does on labelled images."
  type Backtest {
    "The version that was tried."
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

  "How one rule does on the images that say which rules should pass."
  type RuleBacktest {
    "Name of the rule."
    rule: String!
    "Its threshold in this version, 0 to 1."
    threshold: Float!
    "Images on which it passed and should have."
    truePositives: Int!
    "Images on which it passed and should not have."
    falsePositives: Int!
    "Images on which it did not pass and should have."
    falseNegatives: Int!
    "Images on which it did not pass and should not have."
    trueNegatives: Int!
    "Share of right ones among those on which it passed, 0 to 1. Null where the rule passed on no labelled image."
    precision: Float
    "Share of those on which it passed among those on which it should have, 0 to 1. Null where no image is labelled with the rule."
    recall: Float
    "Harmonic mean of precision and recall, 0 to 1. Null if no image is labelled with the rule and none passed."
    f1: Float
    "At every probability that occurred, highest first."
    curve: [ThresholdPoint!]!
    "The lowest threshold on the curve with the wished precision; null where none has it."
    suggestedThreshold: Float
  }
  "What precision and recall would be if the rule passed from this threshold on."
  type ThresholdPoint {
    "A probability that occurred, 0 to 1."
    threshold: Float!
    "0 to 1."
    precision: Float!
    "0 to 1; null where no image is labelled with the rule."
    recall: Float
  }
  "Number of images with one expected and one given action."
  type ActionCount {
    "By the label."
    expected: ModerationAction!
    "By the policy."
    given: ModerationAction!
    "At least 1."
    count: Int!
  }
  "An image that two versions treat differently."
  type BacktestChange {
    "Place of the image in the list, from 0."
    index: Int!
    "Set if the image is an asset of a collection."
    assetId: ID
    "Set if the image comes from a review."
    verdictId: ID
    "Action by the version named by against."
    before: ModerationAction!
    "Action by the version that is tried."
    after: ModerationAction!
    "Rules that pass now and did not before, shadow rules included."
    gained: [String!]!
    "Rules that passed before and do not now, shadow rules included."
    lost: [String!]!
  }

  type Query {
    """
    Runs a policy over labelled images without recording anything. Give one of images (at most 128), a collection
    and reviews. With against, the differences from that version; with precision, a threshold for it.
    """
    backtestPolicy(
      "Name of the policy."
      policy: String!
      "From 1. Default: the active version."
      version: Int
      "1 to 128 images with labels."
      images: [LabelledImage!]
      "Assets of a collection, with labels in their payloads."
      collection: BacktestCollection
      "Verdicts that people have decided."
      reviews: BacktestReviews
      "Another version of the policy, to compare with."
      against: Int
      "Precision that the suggested threshold of a rule should have, 0 to 1."
      precision: Float = 0.95
    ): Backtest!
  }
`;
