export const searchTypeDefs: string = /* GraphQL */ `
  "A set of assets whose vectors one model made."
  type Collection implements Node {
    id: ID!
    name: String!
    "Name of the model that made its vectors."
    modelName: String!
    "Null while this server has not loaded that model; the collection cannot be searched or added to until it is."
    model: Model
    count: Int!
    createdAt: DateTime!
    "By key."
    assets(first: Int = 20, after: String, filter: Filter): AssetConnection!
    "Values of a payload field and in how many assets each stands, most frequent first."
    facet(field: String!, filter: Filter, limit: Int = 20): [FacetValue!]!
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

  type FacetValue {
    value: Primitive!
    count: Int!
  }

  "Passes when every must holds, no mustNot holds and, where there are any, at least one should holds."
  input Filter {
    must: [Condition!]
    should: [Condition!]
    mustNot: [Condition!]
  }

  "Fields are dotted paths into the payload; an array stands for each of its members."
  input Condition @oneOf {
    match: MatchCondition
    anyOf: AnyOfCondition
    range: RangeCondition
    "Path of a field that must be present and not null."
    exists: String
    keys: [String!]
    nested: Filter
  }
  input MatchCondition {
    field: String!
    value: Primitive!
  }
  input AnyOfCondition {
    field: String!
    values: [Primitive!]!
  }
  "Either numbers (gt, gte, lt, lte) or instants (after, before), not both."
  input RangeCondition {
    field: String!
    gt: Float
    gte: Float
    lt: Float
    lte: Float
    after: DateTime
    before: DateTime
  }

  input SearchQuery @oneOf {
    text: String
    image: ImageInput
    vector: [Float!]
    "Little-endian float32."
    vectorBase64: Base64
  }

  type SearchConnection {
    edges: [SearchEdge!]!
    nodes: [Asset!]!
    pageInfo: PageInfo!
    "How many assets were candidates and passed the filter, where the store knows."
    totalCount: Int
  }
  type SearchEdge {
    cursor: String!
    node: Asset!
    "Cosine of the query and the asset's vector, -1 to 1."
    cosine: Float!
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

  type Query {
    collections: [Collection!]!
    collection(name: String!): Collection
    """
    Assets by how well they fit the query, best first; at most 1000 over all pages. Pages hold still: they come from
    the result of the first one, which is kept for some minutes. Repeat the other arguments unchanged with after.
    """
    search(
      collection: String!
      query: SearchQuery!
      filter: Filter
      "Which vectors are compared: those of the assets' pictures or of their texts."
      target: Modality = IMAGE
      first: Int = 20
      after: String
    ): SearchConnection!
  }

  type Mutation {
    "Name: 1 to 64 letters, digits, _ and -, a letter or digit first. Without a model, the default one."
    createCollection(name: String!, model: String): Collection!
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
