/** Lists of known pictures, and what matches them. */
export const blocklistTypeDefs: string = /* GraphQL */ `
  enum BlocklistMatchKind {
    "The same bytes."
    CONTENT
    VECTOR
    PERCEPTUAL_HASH
  }

  type BlocklistMatch {
    blocklist: String!
    "Hash (sha256) of the known picture."
    contentHash: String!
    "Null if it was removed from the list."
    entry: BlocklistEntry
    "The strongest evidence."
    by: BlocklistMatchKind!
    "Null where the entry's vector is another model's."
    cosine: Float
    "Different bits of the perceptual hash, of 64; null if one of the pictures is too plain for a hash."
    distance: Int
  }

  "Known pictures whose copies should be found. Only their hashes and vectors are kept."
  type Blocklist implements Node {
    id: ID!
    name: String!
    count: Int!
    "Number of entries with a vector of another model than the default one. They are found by perceptual hash only, until they are added again."
    hashOnlyCount: Int!
    "By content hash; first is at most 100."
    entries(first: Int = 20, after: String): BlocklistEntryConnection!
    createdAt: DateTime!
  }

  type BlocklistEntry implements Node {
    id: ID!
    blocklist: String!
    "Hash (sha256) of the picture's bytes."
    contentHash: String!
    "64 bits in hexadecimal; null for a picture that is too plain."
    perceptualHash: String
    note: String
    "What to do with a copy of it, instead of the rule's action."
    action: ModerationAction
    "Name of the model that made its vector."
    modelName: String!
    "Whether this is the default model. If not, only perceptual hashes are compared."
    comparesByVector: Boolean!
    keyName: String
    addedAt: DateTime!
  }

  type BlocklistEntryConnection {
    edges: [BlocklistEntryEdge!]!
    nodes: [BlocklistEntry!]!
    pageInfo: PageInfo!
  }
  type BlocklistEntryEdge {
    cursor: String!
    node: BlocklistEntry!
  }

  input BlocklistPicture {
    image: ImageInput!
    "At most 2000 characters."
    note: String
    "What to do with a copy of it, instead of the rule's action."
    action: ModerationAction
  }

  union BlocklistResult = BlocklistEntry | InputError

  type Query {
    "By name."
    blocklists: [Blocklist!]!
    blocklist(name: String!): Blocklist
  }
  type Mutation {
    "At most 100 lists of at most 10,000 pictures."
    createBlocklist(name: String!): Blocklist!
    "Deletes the list with its entries; false if there was none. Refused while the active version of a policy uses it."
    deleteBlocklist(name: String!): Boolean!
    "At most 64 pictures; one result for each, in order. An existing entry is replaced."
    addToBlocklist(blocklist: String!, pictures: [BlocklistPicture!]!): [BlocklistResult!]!
    "Deletes entries by their ids, at most 100. Returns the number of deleted ones."
    removeFromBlocklist(entries: [ID!]!): Int!
  }
`;
