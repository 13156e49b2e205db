/** What is searched for, and the result. */
export const queryTypeDefs: string = /* GraphQL */ `
  "What is searched for."
  input SearchQuery @oneOf {
    "Embedded by the model of the collection."
    text: String
    "Embedded by the model of the collection."
    image: ImageInput
    "A vector of the model of the collection; it is made a unit vector."
    vector: [Float!]
    "Little-endian float32."
    vectorBase64: Base64
    "Several of these in one."
    mix: MixInput
  }
  "Several queries in one."
  input MixInput {
    "1 to 16 queries; a mix inside a mix is refused."
    parts: [MixPart!]!
    "Queries that results should be unlike; at most 16."
    avoid: [MixPart!]
    "How the parts make one result."
    fusion: Fusion = AVERAGE
  }
  "A query of a mix."
  input MixPart {
    "Any query but a mix."
    query: SearchQuery!
    "Weight of this query, above 0 and at most 1000."
    weight: Float = 1
  }
  "How several queries make one result."
  enum Fusion {
    """
    One direction: the weighted sum of the parts, each divided by the spread of its cosines in the collection, so that
    a text and a picture of equal weight count equally; what to avoid is subtracted.
    """
    AVERAGE
    "Each query is searched separately, and the rankings are fused by rank: an asset scores the sum of weight / (60 + rank)."
    RANK
  }
  "Which vectors of the assets are compared."
  enum SearchTarget {
    "The vectors of the assets' pictures."
    IMAGE
    "The vectors of their texts."
    TEXT
    "Both are searched separately and the two rankings are fused by rank, because cosines with texts and with pictures cannot be compared."
    BOTH
  }
  "Where a result ends. Refused for searches that are fused by rank."
  input Cutoff @oneOf {
    "Hits of at least this cosine, -1 to 1."
    cosine: Float
    "Hits of at least this calibrated score, 0 to 1. Needs a collection with 32 vectors of the target."
    calibrated: Float
    "Hits before the largest gap between neighbouring cosines among the first 100."
    auto: Boolean
  }
  "A payload field whose values make groups of a result."
  input GroupBy {
    "If a field has several values, the first counts. An asset without a value is a group of one."
    field: String!
    "Most assets of a group, 1 to 100."
    size: Int = 1
  }

  "A page of a result."
  type SearchConnection {
    "The assets of this page, with their scores."
    edges: [SearchEdge!]!
    "The assets of this page."
    nodes: [Asset!]!
    "Where the page ends."
    pageInfo: PageInfo!
    "How many assets were candidates and passed the filter, where that is known: not where rankings are fused."
    totalCount: Int
  }
  "An asset of a result, with its scores."
  type SearchEdge {
    "For after: the page begins behind this asset."
    cursor: String!
    "The asset."
    node: Asset!
    """
    Results are ordered by this, highest first: the cosine, or where cosine is null a number that is comparable within
    this result only.
    """
    score: Float!
    """
    Cosine of the query and the asset's vector, -1 to 1; of the nearest tile if the asset has vectors of tiles. Null if several
    rankings are fused.
    """
    cosine: Float
    """
    The cosine on one scale for every query, 0 to 1: how far it is above the cosines of this query with a sample of the
    collection. It estimates the share of relevant hits if one asset in a hundred is relevant. Null if cosine is null, and in
    collections with fewer than 32 vectors of the target.
    """
    calibrated: Float
    """
    The part of the picture whose vector is the nearest to the query. Null if that is the whole picture, in collections that do
    not keep EACH, for texts, and if rankings are fused.
    """
    crop: CropBox
    "Value of the groupBy field."
    group: Primitive
  }
  type Query {
    """
    Assets ranked by similarity to the query, best first; at most 1000 over all pages. Paging is stable: later pages come from
    the result of the first one, which is kept for some minutes. With after, repeat the other arguments unchanged.
    """
    search(
      "Name of a collection."
      collection: String!
      "What is searched for."
      query: SearchQuery!
      "Only assets that pass it. Default: all."
      filter: Filter
      "Which vectors are compared."
      target: SearchTarget = IMAGE
      """
      Also search for the words of the query's texts in the texts and payloads of the assets (BM25), and fuse both rankings by rank.
      """
      keywords: Boolean = false
      "Where the result ends. Default: after 1000 assets."
      cutoff: Cutoff
      """
      0 to 1: reorders the first 200 hits so that neighbours differ (maximal marginal relevance). 0 orders by score only, 1 by
      the differences only.
      """
      diversity: Float
      "At most so many assets of each group, ordered by each group's best asset."
      groupBy: GroupBy
      "Page size, 1 to 100."
      first: Int = 20
      "endCursor of the page before."
      after: String
    ): SearchConnection!
  }
`;
