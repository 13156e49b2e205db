/** Collections, their facets and duplicates. */
export const collectionTypeDefs: string = /* GraphQL */ `
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
    assets(
      "Page size, 1 to 100."
      first: Int = 20
      "endCursor of the page before."
      after: String
      "Only assets that pass it. Default: all."
      filter: Filter
    ): AssetConnection!
    "Values of a payload field with the number of assets that have each, most frequent first."
    facet(
      "Dotted path of the field."
      field: String!
      "Only assets that pass it. Default: all."
      filter: Filter
      "Most values, 1 to 1000."
      limit: Int = 20
    ): [FacetValue!]!
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

  type Query {
    "All collections, by name."
    collections: [Collection!]!
    "Null if there is none."
    collection("Name of a collection." name: String!): Collection
  }

  type Mutation {
    """
    Name: 1 to 64 letters, digits, _ and -, a letter or digit first. Default model: the server's default. Crops hold for all
    pictures of the collection and cannot be changed later.
    """
    createCollection(
      "One that no collection has."
      name: String!
      "Name of a loaded model."
      model: String
      "How pictures are cut into tiles. Default: not at all."
      crops: CropsInput
    ): Collection!
    "False if there was none."
    deleteCollection("Name of a collection." name: String!): Boolean!
  }
`;
