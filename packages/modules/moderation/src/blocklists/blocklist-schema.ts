/** Lists of known pictures, and what matches them. */
export const blocklistTypeDefs: string = /* GraphQL */ `
  "By what a picture was compared with one of a blocklist, the strongest evidence first."
  enum BlocklistMatchKind {
    "The same bytes."
    CONTENT
    "The cosine of the two vectors."
    VECTOR
    "The bits of the two perceptual hashes."
    PERCEPTUAL_HASH
  }

  "The picture of a blocklist that is nearest to an image."
  type BlocklistMatch {
    "Name of the blocklist."
    blocklist: String!
    "Hash (sha256) of the known picture."
    contentHash: String!
    "Null if it was removed from the list."
    entry: BlocklistEntry
    "The strongest evidence."
    by: BlocklistMatchKind!
    "Of the two vectors, -1 to 1. Null where the entry's vector is another model's."
    cosine: Float
    "Different bits of the perceptual hash, of 64; null if one of the pictures is too plain for a hash."
    distance: Int
  }

  "Known pictures whose copies should be found. Only their hashes and vectors are kept."
  type Blocklist implements Node {
    "Global id, for Query.node."
    id: ID!
    "1 to 64 letters, digits, _ and -."
    name: String!
    "Number of its entries, at most 10,000."
    count: Int!
    "Number of entries with a vector of another model than the default one. They are found by perceptual hash only, until they are added again."
    hashOnlyCount: Int!
    "By content hash."
    entries("Page size, 1 to 100." first: Int = 20, "endCursor of the page before." after: String): BlocklistEntryConnection!
    "When it was created."
    createdAt: DateTime!
  }

  "A known picture of a blocklist."
  type BlocklistEntry implements Node {
    "Global id, for Query.node and removeFromBlocklist."
    id: ID!
    "Name of its blocklist."
    blocklist: String!
    "Hash (sha256) of the picture's bytes."
    contentHash: String!
    "64 bits in hexadecimal; null for a picture that is too plain."
    perceptualHash: String
    "What was written to it; null for nothing."
    note: String
    "What to do with a copy of it, instead of the rule's action; null for the rule's action."
    action: ModerationAction
    "Name of the model that made its vector."
    modelName: String!
    "Whether this is the default model. If not, only perceptual hashes are compared."
    comparesByVector: Boolean!
    "Name of the API key that added it; null where none was needed."
    keyName: String
    "When it was added, last if it was added again."
    addedAt: DateTime!
  }

  "A page of the entries of a blocklist."
  type BlocklistEntryConnection {
    "The entries of this page, with their cursors."
    edges: [BlocklistEntryEdge!]!
    "The entries of this page."
    nodes: [BlocklistEntry!]!
    "Where the page ends."
    pageInfo: PageInfo!
  }
  "An entry of a list."
  type BlocklistEntryEdge {
    "For after: the page begins behind this entry."
    cursor: String!
    "The entry."
    node: BlocklistEntry!
  }

  "A picture to be added to a blocklist."
  input BlocklistPicture {
    "The picture; at most 20 MB. It is not kept."
    image: ImageInput!
    "At most 2000 characters."
    note: String
    "What to do with a copy of it. Default: the rule's action."
    action: ModerationAction
  }

  "The entry, or what is wrong with the picture."
  union BlocklistResult = BlocklistEntry | InputError

  type Query {
    "All blocklists, by name."
    blocklists: [Blocklist!]!
    "Null if there is none."
    blocklist("Name of a blocklist." name: String!): Blocklist
  }
  type Mutation {
    "At most 100 lists of at most 10,000 pictures."
    createBlocklist("1 to 64 letters, digits, _ and -, a letter or digit first; one that no blocklist has." name: String!): Blocklist!
    "Deletes the list with its entries; false if there was none. Refused while the active version of a policy uses it."
    deleteBlocklist("Name of a blocklist." name: String!): Boolean!
    "One result for each picture, in order. An existing entry is replaced."
    addToBlocklist("Name of a blocklist." blocklist: String!, "1 to 64 pictures." pictures: [BlocklistPicture!]!): [BlocklistResult!]!
    "Deletes entries. Returns the number of deleted ones."
    removeFromBlocklist("Ids of entries, at most 100; those that are not there are passed over." entries: [ID!]!): Int!
  }
`;
