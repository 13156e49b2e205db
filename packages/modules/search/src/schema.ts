export const searchTypeDefs: string = /* GraphQL */ `
  "A set of assets whose vectors one model made."
  type Collection implements Node {
    id: ID!
    name: String!
    "Name of the model that made its vectors."
    modelName: String!
    "Null while this server has not loaded that model; the collection cannot be searched or added to until it is."
    model: Model
    "How its pictures are embedded, where that is not as a whole."
    crops: Crops
    count: Int!
    createdAt: DateTime!
    "By key."
    assets(first: Int = 20, after: String, filter: Filter): AssetConnection!
    "Values of a payload field and in how many assets each stands, most frequent first."
    facet(field: String!, filter: Filter, limit: Int = 20): [FacetValue!]!
    """
    Groups of assets whose pictures are almost the same: linked, directly or through others of the group, by cosines of
    at least the threshold (0.8 to 1). By the lowest key of each group. A page does a bounded amount of work and may
    hold fewer groups than asked for, even none; hasNextPage decides.
    """
    duplicates(threshold: Float = 0.97, first: Int = 20, after: String): DuplicateConnection!
  }

  type Crops {
    levels: Int!
    keep: CropKeep!
  }

  type Asset implements Node {
    id: ID!
    "The caller's own id, unique in its collection."
    key: String!
    collection: Collection!
    text: String
    "Address of the picture on this server, metadata removed."
    imageUrl: URL
    "Address of a smaller copy whose longer side is at most this, in pixels (16 to 2048)."
    thumbnailUrl(size: Int = 256): URL
    "Hash (sha256) of the picture's bytes as they were given."
    imageHash: String
    payload: JSONObject!
    createdAt: DateTime!
    "Assets of the same collection that look most like this one, itself left out; an asset without a picture goes by its text."
    similar(first: Int = 10, after: String, filter: Filter): SearchConnection!
  }

  type DuplicateConnection {
    nodes: [DuplicateGroup!]!
    pageInfo: PageInfo!
  }
  type DuplicateGroup {
    "By key; at most 50. What is left of a larger group may come as another one."
    assets: [Asset!]!
    "Each of the assets has a cosine of at least this with another one of them."
    similarity: Float!
  }

  type FacetValue {
    value: Primitive!
    count: Int!
  }

  input SearchQuery @oneOf {
    text: String
    image: ImageInput
    vector: [Float!]
    "Little-endian float32."
    vectorBase64: Base64
    mix: MixInput
  }
  "Several queries in one."
  input MixInput {
    "1 to 16; none of them a mix."
    parts: [MixPart!]!
    "What to keep away from; at most 16."
    avoid: [MixPart!]
    fusion: Fusion = AVERAGE
  }
  input MixPart {
    query: SearchQuery!
    "Above 0, at most 1000: how much it counts against the others."
    weight: Float = 1
  }
  enum Fusion {
    """
    One direction: the weighted sum of the parts, each divided by the spread of its cosines in the collection, so that
    a text and a picture of equal weight count equally; what to avoid is subtracted.
    """
    AVERAGE
    "Each part is searched for alone, and the rankings are fused by rank: an asset scores the sum of weight / (60 + rank)."
    RANK
  }
  enum SearchTarget {
    "The vectors of the assets' pictures."
    IMAGE
    "The vectors of their texts."
    TEXT
    "Either: each is searched for alone and the two rankings are fused by rank, as cosines with texts and with pictures do not compare."
    BOTH
  }
  "Where a result ends. Not for searches that are fused by rank."
  input Cutoff @oneOf {
    "Hits of at least this cosine, -1 to 1."
    cosine: Float
    "Hits of at least this calibrated score, 0 to 1. Needs a collection with 32 vectors of the target."
    calibrated: Float
    "Hits before the largest difference of neighbouring cosines among the first 100, the first of equal ones."
    auto: Boolean
  }
  input GroupBy {
    "Of several values the first counts; an asset without one is a group of its own."
    field: String!
    "Most assets of a group, 1 to 100."
    size: Int = 1
  }

  type SearchConnection {
    edges: [SearchEdge!]!
    nodes: [Asset!]!
    pageInfo: PageInfo!
    "How many assets were candidates and passed the filter, where that is known: not where rankings are fused."
    totalCount: Int
  }
  type SearchEdge {
    cursor: String!
    node: Asset!
    """
    What the order goes by, the higher the better: the cosine, or where there is none a number that compares within
    this result only.
    """
    score: Float!
    """
    Cosine of the query and the asset's vector, the best one where it has vectors of tiles, -1 to 1; null where the order comes
    from several.
    """
    cosine: Float
    """
    What the cosine is worth, 0 to 1, on one scale for every query: how far it stands above the cosines of this query with a
    sample of the collection. Fitted to the share that fits among such hits where one asset in a hundred does. Null where
    cosine is, and in collections with fewer than 32 vectors of the target.
    """
    calibrated: Float
    """
    The part of the picture whose vector is the nearest to the query; null where that is the whole, and where the order does
    not go by tiles: in collections that do not keep EACH, for texts, and where rankings are fused.
    """
    crop: CropBox
    "Value of the groupBy field."
    group: Primitive
  }
  type AssetConnection {
    edges: [AssetEdge!]!
    nodes: [Asset!]!
    pageInfo: PageInfo!
    totalCount: Int!
  }
  type AssetEdge {
    cursor: String!
    node: Asset!
  }

  "A picture, a text, or both. A blank text counts as none."
  input AssetInput {
    "1 to 512 characters; a known key is replaced."
    key: String!
    image: ImageInput
    text: String
    "At most 64 KiB as JSON."
    payload: JSONObject
  }

  union IndexResult = Asset | InputError

  "What a recommendation goes by: an asset (of any collection of the same model), a picture or a text."
  input Example @oneOf {
    assetId: ID
    "Of an asset of the collection."
    key: String
    image: ImageInput
    text: String
  }
  "As Qdrant defines them."
  enum RecommendStrategy {
    "Nearest to the mean of what is liked, moved away from the mean of what is disliked. One search, whatever the examples."
    AVERAGE
    """
    By the best of the examples: near to any liked one comes first, nearer to a disliked one than to every liked one
    comes last. Serves tastes with several sides; costs 20 points an example.
    """
    BEST_SCORE
    "By the sum of the cosines with what is liked less the sum of those with what is disliked."
    SUM_SCORES
  }

  type Query {
    collections: [Collection!]!
    collection(name: String!): Collection
    """
    Assets by how well they fit the query, best first; at most 1000 over all pages. Paging is stable: pages come from
    the result of the first one, which is kept for some minutes. Repeat the other arguments unchanged with after.
    """
    search(
      collection: String!
      query: SearchQuery!
      filter: Filter
      "Which vectors are compared."
      target: SearchTarget = IMAGE
      """
      Also look for the words of the query's texts in the texts and the payload of the assets (BM25), and fuse that ranking by rank.
      """
      keywords: Boolean = false
      cutoff: Cutoff
      """
      0 to 1: the first 200 hits are ordered so that neighbours differ (maximal marginal relevance); 0 is the order by
      score alone, 1 looks at the differences alone.
      """
      diversity: Float
      "Few of each group, in the order of each group's best asset."
      groupBy: GroupBy
      first: Int = 20
      after: String
    ): SearchConnection!
    """
    Assets like the ones liked and unlike the ones disliked, at most 500 of each; never an asset that is an example
    itself. Pages as search does.
    """
    recommend(
      collection: String!
      like: [Example!]!
      unlike: [Example!]
      strategy: RecommendStrategy = AVERAGE
      filter: Filter
      "Which vectors are compared; an example asset without that one goes by its other."
      target: Modality = IMAGE
      "As in search."
      diversity: Float
      first: Int = 20
      after: String
    ): SearchConnection!
  }

  type Mutation {
    """
    Name: 1 to 64 letters, digits, _ and -, a letter or digit first. Without a model, the default one. Crops are of the
    collection: all its pictures are embedded so, now and later.
    """
    createCollection(name: String!, model: String, crops: CropsInput): Collection!
    "False when there was none."
    deleteCollection(name: String!): Boolean!
    "At most 64 items, answered item by item, in order; a known key is replaced. A key may stand once in a call."
    indexAssets(collection: String!, assets: [AssetInput!]!): [IndexResult!]!
    "Replaces the payload whole."
    updatePayload(collection: String!, key: String!, payload: JSONObject!): Asset!
    "How many there were; at most 1000 keys."
    deleteAssets(collection: String!, keys: [String!]!): Int!
  }
`;
