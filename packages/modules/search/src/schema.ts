export const searchTypeDefs: string = /* GraphQL */ `
  "Assets whose vectors come from one model."
  type Collection implements Node {
    "Global id, for Query.node."
    id: ID!
    "1 to 64 letters, digits, _ and -."
    name: String!
    "Name of the model that made its vectors."
    modelName: String!
    "Null while the server has not loaded this model; until then the collection cannot be searched or added to."
    model: Model
    "Crops of its pictures; null where pictures are embedded as a whole only."
    crops: Crops
    "Number of its assets."
    count: Int!
    "When it was created."
    createdAt: DateTime!
    "By key."
    assets("Page size, 1 to 100." first: Int = 20, "endCursor of the page before." after: String, filter: Filter): AssetConnection!
    "Values of a payload field with the number of assets that have each, most frequent first."
    facet("Dotted path of the field." field: String!, filter: Filter, "Most values, 1 to 1000." limit: Int = 20): [FacetValue!]!
    """
    Groups of assets whose pictures are almost the same: connected, directly or through others of the group, by cosines of
    at least the threshold (0.8 to 1). Ordered by the lowest key of each group. A page does a bounded amount of work and may
    contain fewer groups than requested, even none; use hasNextPage to find the end.
    """
    duplicates(
      "Cosine, 0.8 to 1."
      threshold: Float = 0.97
      "Page size, 1 to 100."
      first: Int = 20
      "endCursor of the page before."
      after: String
    ): DuplicateConnection!
  }

  "How the pictures of a collection are cut into tiles."
  type Crops {
    "2 to 4: beside the whole picture, 2 × 2 tiles, and so on up to levels × levels."
    levels: Int!
    "Whether each tile has a vector of its own."
    keep: CropKeep!
  }

  "A picture, a text, or both, under a key."
  type Asset implements Node {
    "Global id, for Query.node."
    id: ID!
    "The caller's own id, unique in its collection."
    key: String!
    "The collection that it belongs to."
    collection: Collection!
    "Null for a picture without one."
    text: String
    "Address of the picture on this server, metadata removed."
    imageUrl: URL
    "Address of a smaller copy. size is its longest side in pixels, 16 to 2048."
    thumbnailUrl("Longest side in pixels, 16 to 2048." size: Int = 256): URL
    "Hash (sha256) of the picture's bytes as they were given."
    imageHash: String
    "Fields of the caller, for filters and facets."
    payload: JSONObject!
    "When its key was indexed first."
    createdAt: DateTime!
    "The most similar assets of the collection, without this one. Pictures are compared; for an asset without a picture, texts."
    similar("Page size, 1 to 100." first: Int = 10, "endCursor of the page before." after: String, filter: Filter): SearchConnection!
  }

  "A page of groups of duplicates."
  type DuplicateConnection {
    "The groups of this page."
    nodes: [DuplicateGroup!]!
    "Where the page ends."
    pageInfo: PageInfo!
  }
  "Assets whose pictures are almost the same."
  type DuplicateGroup {
    "Ordered by key; at most 50. A larger group may be split into several."
    assets: [Asset!]!
    "Each of the assets has a cosine of at least this with another one of them."
    similarity: Float!
  }

  "A value of a payload field."
  type FacetValue {
    "A string, a number or a boolean."
    value: Primitive!
    "Number of assets that have it."
    count: Int!
  }

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
  "A page of the assets of a collection."
  type AssetConnection {
    "The assets of this page, with their cursors."
    edges: [AssetEdge!]!
    "The assets of this page."
    nodes: [Asset!]!
    "Where the page ends."
    pageInfo: PageInfo!
    "Number of assets that pass the filter."
    totalCount: Int!
  }
  "An asset of a list."
  type AssetEdge {
    "For after: the page begins behind this asset."
    cursor: String!
    "The asset."
    node: Asset!
  }

  "A picture, a text, or both. A blank text counts as none."
  input AssetInput {
    "1 to 512 characters; a known key is replaced."
    key: String!
    "At most 20 MB."
    image: ImageInput
    "At most 32,768 characters."
    text: String
    "At most 64 KiB as JSON."
    payload: JSONObject
  }

  "The asset as it is stored, or what is wrong with the item."
  union IndexResult = Asset | InputError

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
    "All collections, by name."
    collections: [Collection!]!
    "Null if there is none."
    collection("Name of a collection." name: String!): Collection
    """
    Assets ranked by similarity to the query, best first; at most 1000 over all pages. Paging is stable: later pages come from
    the result of the first one, which is kept for some minutes. With after, repeat the other arguments unchanged.
    """
    search(
      "Name of a collection."
      collection: String!
      query: SearchQuery!
      filter: Filter
      "Which vectors are compared."
      target: SearchTarget = IMAGE
      """
      Also search for the words of the query's texts in the texts and payloads of the assets (BM25), and fuse both rankings by rank.
      """
      keywords: Boolean = false
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
    """
    Assets ranked by liked and disliked examples, at most 500 of each. Assets that are examples are left out. Paging works as
    in search.
    """
    recommend(
      "Name of a collection."
      collection: String!
      like: [Example!]!
      unlike: [Example!]
      "How the examples make a score."
      strategy: RecommendStrategy = AVERAGE
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

  type Mutation {
    """
    Name: 1 to 64 letters, digits, _ and -, a letter or digit first. Default model: the server's default. Crops hold for all
    pictures of the collection and cannot be changed later.
    """
    createCollection("One that no collection has." name: String!, "Name of a loaded model." model: String, crops: CropsInput): Collection!
    "False if there was none."
    deleteCollection("Name of a collection." name: String!): Boolean!
    "At most 64 items; one result for each, in order. An existing key is replaced. Each key at most once in a call."
    indexAssets("Name of a collection." collection: String!, assets: [AssetInput!]!): [IndexResult!]!
    "Replaces the whole payload."
    updatePayload(
      "Name of a collection."
      collection: String!
      "Key of the asset."
      key: String!
      "At most 64 KiB as JSON."
      payload: JSONObject!
    ): Asset!
    "The number of deleted assets; at most 1000 keys."
    deleteAssets("Name of a collection." collection: String!, "Keys that are not there are passed over." keys: [String!]!): Int!
  }
`;
