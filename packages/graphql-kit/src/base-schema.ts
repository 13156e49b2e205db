/** The types that more than one module uses. */
export const baseTypeDefs: string = /* GraphQL */ `
  "An absolute http or https address."
  scalar URL
  "Bytes in base64 (RFC 4648), white space ignored."
  scalar Base64
  "An instant in RFC 3339, for example 2026-11-23T09:30:00Z."
  scalar DateTime
  "A JSON object: the payload of an asset."
  scalar JSONObject
  "A string, a number or a boolean."
  scalar Primitive

  interface Node {
    id: ID!
  }

  type PageInfo {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }

  "One image, given in one of four ways."
  input ImageInput @oneOf {
    "Fetched by the server; hosts inside private networks are refused."
    url: URL
    base64: Base64
    "What POST /uploads answered."
    uploadId: ID
    assetId: ID
  }

  enum InputErrorCode {
    EMPTY
    TOO_LARGE
    UNSUPPORTED_FORMAT
    CORRUPT
    FETCH_REFUSED
    FETCH_FAILED
    NOT_FOUND
    INVALID
    TIMEOUT
    OVERLOADED
  }

  "What was wrong with one item; the items beside it are answered."
  type InputError {
    code: InputErrorCode!
    message: String!
  }

  type Query {
    "Any object by its id; null where there is none."
    node(id: ID!): Node
    "Several at once, in the order of the ids; at most 100."
    nodes(ids: [ID!]!): [Node]!
  }
`;
