import { MAX_NODES } from './kit-limits.ts';

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

  "A picture embedded in pieces, so that small things in large pictures are found; costs as many images as there may be pieces."
  input CropsInput {
    """
    2: the picture as a whole and 2 × 2 overlapping tiles, at most 5 pieces; 3: also 3 × 3, at most 14; 4: also 4 × 4, at most
    30. A level whose tiles the model would have to see enlarged is left out.
    """
    levels: Int = 2
    keep: CropKeep = EACH
  }
  enum CropKeep {
    "One vector: the direction of half the whole picture, half the mean of its tiles."
    POOLED
    "The whole picture's vector, and one for each tile."
    EACH
  }
  "A part of an upright picture, as shares (0 to 1) of its sides, from the left and the top."
  type CropBox {
    left: Float!
    top: Float!
    width: Float!
    height: Float!
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
  "Texts are the same when Unicode calls them so, whether their accents are composed (NFC) or not (NFD)."
  input MatchCondition {
    field: String!
    value: Primitive!
  }
  input AnyOfCondition {
    field: String!
    values: [Primitive!]!
  }
  "Either numbers (gt, gte, lt, lte) or instants (after, before, notBefore, notAfter), not both. Compares with dates and times in RFC 3339."
  input RangeCondition {
    field: String!
    gt: Float
    gte: Float
    lt: Float
    lte: Float
    "Later than this instant."
    after: DateTime
    "Earlier than this instant."
    before: DateTime
    "This instant or later: from the beginning of a day, for example."
    notBefore: DateTime
    "This instant or earlier."
    notAfter: DateTime
  }

  "What is done about a picture, from mildest to hardest; of several rules the hardest decides."
  enum ModerationAction {
    ALLOW
    BLUR
    REVIEW
    BLOCK
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
    "When another try may succeed, in milliseconds; null unless the code is OVERLOADED."
    retryAfterMs: Int
  }

  type Query {
    "Any object by its id; null where there is none."
    node(id: ID!): Node
    "Several at once, in the order of the ids; at most ${MAX_NODES}."
    nodes(ids: [ID!]!): [Node]!
  }
`;
