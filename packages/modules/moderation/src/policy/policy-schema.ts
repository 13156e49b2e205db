/** Policies, their rules and exceptions. */
export const policyTypeDefs: string = /* GraphQL */ `
  "One immutable version of a set of rules."
  type Policy implements Node {
    "Global id, for Query.node."
    id: ID!
    "1 to 64 letters, digits, _ and -."
    name: String!
    "1, 2, and so on."
    version: Int!
    "1 to 100, in the order they were given."
    rules: [ModerationRule!]!
    "When it was saved."
    createdAt: DateTime!
    "Whether moderate uses this version by default."
    active: Boolean!
  }

  "What a policy looks for, and what is done about it."
  type ModerationRule {
    "1 to 64 characters, once in a policy."
    name: String!
    "What the rule looks for, in words; empty for a rule of examples or a blocklist."
    describes: [String!]!
    "Similar things that are allowed."
    unlike: [String!]!
    "Hashes (sha256) of its example images; their vectors are kept, the pictures are not."
    exampleHashes: [String!]!
    "Set if the rule finds copies of known pictures."
    blocklist: RuleBlocklist
    "Probability from which the rule acts, 0 to 1."
    threshold: Float!
    "What is done about an image on which the rule passes."
    action: ModerationAction!
    "Whether the rule is only recorded and has no effect."
    shadow: Boolean!
    "Images that the rule treats more mildly; the first exception that matches counts."
    except: [RuleException!]!
  }

  "A milder action for images that match a filter."
  type RuleException {
    "As the input Filter."
    filter: JSONObject!
    "Milder than the rule's; ALLOW means that the rule does not apply."
    action: ModerationAction!
  }

  "A milder action for images that match a filter."
  input RuleExceptionInput {
    """
    A filter over { asset: the payload of the asset, context: the context of the image }, with fields such as context.section
    or asset.tags. A condition on a missing field does not match.
    """
    filter: Filter!
    "Milder than the rule's; ALLOW means that the rule does not apply."
    action: ModerationAction! = ALLOW
  }

  "The values at which a picture has an even chance of being a copy: this cosine, or this number of different bits."
  type RuleBlocklist {
    "Name of a blocklist."
    name: String!
    "Least cosine with the vector of a known picture, 0 to 1."
    minCosine: Float!
    "Most bits of its perceptual hash that differ, 0 to 64."
    maxDistance: Int!
  }

  "A blocklist, and how near to one of its pictures a copy is."
  input RuleBlocklistInput {
    "Name of a blocklist that is there."
    name: String!
    "Least cosine with the vector of a known picture, 0 to 1. Default: that of the default model, 0.95 unless it brings its own."
    minCosine: Float
    "Most bits of its perceptual hash that differ, 0 to 64."
    maxDistance: Int! = 8
  }

  "A rule needs descriptions, examples, or both; or a blocklist and none of these."
  input RuleInput {
    "1 to 64 characters, once in a policy."
    name: String!
    "What the rule looks for, in words: things that complete 'a photo of a …'. At most 32."
    describes: [String!]! = []
    "Similar things that are allowed. At most 32."
    unlike: [String!]
    "Example images of what the rule looks for. At most 16, and 64 in a policy."
    examples: [ImageInput!]
    "Pictures that are almost the same as one of a blocklist."
    blocklist: RuleBlocklistInput
    "Probability from which the rule acts, 0 to 1."
    threshold: Float = 0.5
    "What is done about an image on which the rule passes."
    action: ModerationAction!
    "Whether the rule is only recorded and has no effect, to see what it would do."
    shadow: Boolean = false
    "Images that the rule treats more mildly; the first exception that matches counts. At most 16."
    except: [RuleExceptionInput!]
  }

  "A set of rules to be saved."
  input PolicyInput {
    "1 to 64 letters, digits, _ and -, a letter or digit first."
    name: String!
    "1 to 100, each with a name of its own."
    rules: [RuleInput!]!
  }

  type Query {
    "The active version of every policy, by name, at most 1000; with a name, every version of that one, newest first, at most 100."
    policies("Name of a policy, for its versions." name: String): [Policy!]!
    "Null if there is none."
    policy("Name of a policy." name: String!, "From 1. Default: the active version." version: Int): Policy
  }
  type Mutation {
    """
    Saves the next version. If an existing version is equal, that version is returned. The first version is active at once,
    a later one after activatePolicy.
    """
    savePolicy("The name and the rules." input: PolicyInput!): Policy!
    "Makes a version the one that moderate uses by default. NOT_FOUND if there is none."
    activatePolicy("Name of a policy." name: String!, "From 1." version: Int!): Policy!
  }
`;
