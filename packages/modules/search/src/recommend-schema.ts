/** Recommendations by examples. */
export const recommendTypeDefs: string = /* GraphQL */ `
  "An example for a recommendation: an asset (of any collection of the same model), a picture or a text."
  input Example @oneOf {
    "Global id of an asset."
    assetId: ID
    "Of an asset of the collection."
    key: String
    "Embedded by the model of the collection."
    image: ImageInput
    "Embedded by the model of the collection."
    text: String
  }
  "As Qdrant defines them."
  enum RecommendStrategy {
    "Nearest to the mean of the liked examples, moved away from the mean of the disliked ones. One search for any number of examples."
    AVERAGE
    """
    The best example decides: assets near to any liked one come first, assets nearer to a disliked one than to every liked one
    come last. For liked examples of several kinds; costs 20 points an example.
    """
    BEST_SCORE
    "The sum of the cosines with the liked examples minus the sum of those with the disliked ones."
    SUM_SCORES
  }

  type Query {
    """
    Assets ranked by liked and disliked examples, at most 500 of each. Assets that are examples are left out. Paging works as
    in search.
    """
    recommend(
      "Name of a collection."
      collection: String!
      "What results should be like; 1 to 500."
      like: [Example!]!
      "What results should be unlike; at most 500."
      unlike: [Example!]
      "How the examples make a score."
      strategy: RecommendStrategy = AVERAGE
      "Only assets that pass it. Default: all."
      filter: Filter
      "Which vectors are compared. For an example asset without such a vector, its other one is used."
      target: Modality = IMAGE
      "As in search."
      diversity: Float
      "Page size, 1 to 100."
      first: Int = 20
      "endCursor of the page before."
      after: String
    ): SearchConnection!
  }
`;
