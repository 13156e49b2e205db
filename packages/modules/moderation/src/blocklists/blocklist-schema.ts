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
    "Null where it is no longer in the list."
    entry: BlocklistEntry
    "What speaks most for it."
    by: BlocklistMatchKind!
    "Null where the entry's vector is another model's."
    cosine: Float
    "Bits of the perceptual hash that differ, of 64; null where either picture has too little in it for one."
    distance: Int
  }

  "Known pictures whose copies are to be found again. The pictures themselves are not kept."
  type Blocklist implements Node {
    id: ID!
    name: String!
    count: Int!
    "Entries whose vector another model than the default made: that one finds them by perceptual hash alone, until they are added again."
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
    "64 bits in hexadecimal; null for a picture with too little in it."
    perceptualHash: String
    note: String
    "What to do with a copy of it, instead of the rule's action."
    action: ModerationAction
    "Name of the model that made its vector."
    modelName: String!
    "Whether that is the default model; where not, perceptual hashes alone are compared."
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
    "With its entries; false when there was none. Refused while the active version of a policy looks in it."
    deleteBlocklist(name: String!): Boolean!
    "At most 64 pictures, answered item by item, in order. One that is there already is replaced."
    addToBlocklist(blocklist: String!, pictures: [BlocklistPicture!]!): [BlocklistResult!]!
    "Entries by their ids, at most 100; how many there were."
    removeFromBlocklist(entries: [ID!]!): Int!
  }
`;
