/** Assets: read, listed and written. */
export const assetTypeDefs: string = /* GraphQL */ `
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
    similar(
      "Page size, 1 to 100."
      first: Int = 10
      "endCursor of the page before."
      after: String
      "Only assets that pass it. Default: all."
      filter: Filter
    ): SearchConnection!
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

  type Mutation {
    "At most 64 items; one result for each, in order. An existing key is replaced. Each key at most once in a call."
    indexAssets("Name of a collection." collection: String!, "1 to 64 items." assets: [AssetInput!]!): [IndexResult!]!
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
