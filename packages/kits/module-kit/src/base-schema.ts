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

  "An object that can be found by its id."
  interface Node {
    "Global id, for Query.node."
    id: ID!
  }

  "Where a page begins and ends, in the Relay way."
  type PageInfo {
    "Whether there may be more after this page."
    hasNextPage: Boolean!
    "Whether after was given: there was a page before this one."
    hasPreviousPage: Boolean!
    "Cursor of the first item; null for an empty page."
    startCursor: String
    "Cursor of the last item, for after; null for an empty page."
    endCursor: String
  }

  "One image, given in one of four ways."
  input ImageInput @oneOf {
    "Fetched by the server; hosts inside private networks are refused."
    url: URL
    "The bytes of a PNG, JPEG, GIF, WebP or AVIF; at most 20 MB."
    base64: Base64
    "What POST /uploads answered."
    uploadId: ID
    "Global id of an asset that has a picture."
    assetId: ID
  }

  "A picture embedded in pieces, so that small things in large pictures are found; costs as many images as there may be pieces."
  input CropsInput {
    """
    2: the picture as a whole and 2 × 2 overlapping tiles, at most 5 pieces; 3: also 3 × 3, at most 14; 4: also 4 × 4, at most
    30. A level whose tiles the model would have to see enlarged is left out.
    """
    levels: Int = 2
    "Which vectors are kept."
    keep: CropKeep = EACH
  }
  "Which vectors of a picture and its tiles are kept."
  enum CropKeep {
    "One vector: the direction of half the whole picture, half the mean of its tiles."
    POOLED
    "The whole picture's vector, and one for each tile."
    EACH
  }
  "A part of an upright picture, as shares (0 to 1) of its sides, from the left and the top."
  type CropBox {
    "Of the left edge, 0 to 1 of the width."
    left: Float!
    "Of the top edge, 0 to 1 of the height."
    top: Float!
    "0 to 1 of the width."
    width: Float!
    "0 to 1 of the height."
    height: Float!
  }

  "Passes when every must holds, no mustNot holds and, where there are any, at least one should holds."
  input Filter {
    "Conditions that must all hold."
    must: [Condition!]
    "Conditions of which at least one must hold; none are asked for where the list is empty."
    should: [Condition!]
    "Conditions of which none may hold."
    mustNot: [Condition!]
  }

  "Fields are dotted paths into the payload; an array stands for each of its members."
  input Condition @oneOf {
    "A field that has this value."
    match: MatchCondition
    "A field that has one of these values."
    anyOf: AnyOfCondition
    "A number or an instant between bounds."
    range: RangeCondition
    "Path of a field that must be present and not null."
    exists: String
    "Keys of assets, at most 1000."
    keys: [String!]
    "A filter of its own that must hold."
    nested: Filter
  }
  "Texts are the same when Unicode calls them so, whether their accents are composed (NFC) or not (NFD)."
  input MatchCondition {
    "Dotted path of the field."
    field: String!
    "Equal in value and kind: the text 1 is not the number 1."
    value: Primitive!
  }
  "As MatchCondition, with several values."
  input AnyOfCondition {
    "Dotted path of the field."
    field: String!
    "1 to 1000 values, of which the field must have one."
    values: [Primitive!]!
  }
  "Either numbers (gt, gte, lt, lte) or instants (after, before, notBefore, notAfter), not both. Compares with dates and times in RFC 3339."
  input RangeCondition {
    "Dotted path of the field."
    field: String!
    "Greater than this number."
    gt: Float
    "This number or greater."
    gte: Float
    "Less than this number."
    lt: Float
    "This number or less."
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
    "Nothing; the picture may be shown."
    ALLOW
    "Show it blurred, or behind a warning."
    BLUR
    "A person has to decide."
    REVIEW
    "Do not show it."
    BLOCK
  }

  "Why one item was refused."
  enum InputErrorCode {
    "There is nothing in it: no bytes, or a blank text."
    EMPTY
    "More bytes, pixels or characters than are taken."
    TOO_LARGE
    "No picture in a format that is read."
    UNSUPPORTED_FORMAT
    "A picture that cannot be decoded."
    CORRUPT
    "An address that the server does not fetch, in a private network for example."
    FETCH_REFUSED
    "An address that did not answer with a picture."
    FETCH_FAILED
    "What it names is not there."
    NOT_FOUND
    "It is wrong in another way; the message says how."
    INVALID
    "It was not finished in time."
    TIMEOUT
    "The server has too much to do; try again after retryAfterMs."
    OVERLOADED
  }

  "What was wrong with one item; the items beside it are answered."
  type InputError {
    "For programs."
    code: InputErrorCode!
    "For people."
    message: String!
    "When another try may succeed, in milliseconds; null unless the code is OVERLOADED."
    retryAfterMs: Int
  }

  type Query {
    "Any object by its id; null where there is none."
    node("The id field of an object." id: ID!): Node
    "Several objects at once, in the order of the ids; null in the place of one that is not there."
    nodes("At most ${MAX_NODES} ids." ids: [ID!]!): [Node]!
  }
`;
