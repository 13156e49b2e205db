export const embedTypeDefs: string = /* GraphQL */ `
  enum Modality {
    IMAGE
    TEXT
  }

  "How a cosine becomes a probability: softmax over the labels (CLIP), or a sigmoid for each (SigLIP)."
  enum Scoring {
    SOFTMAX
    SIGMOID
  }

  type Model implements Node {
    id: ID!
    "For example mini or openai/clip-vit-base-patch32."
    name: String!
    "Hash of weights, preprocessing and precision: vectors of two fingerprints never mix."
    fingerprint: String!
    "Whether queries use this model by default."
    isDefault: Boolean!
    modalities: [Modality!]!
    "Length of its vectors."
    dimensions: Int!
    "Side of the square it sees, in pixels."
    imageSize: Int!
    "Most tokens it reads of a text, start and end included."
    contextLength: Int
    scoring: Scoring!
    "Prompt templates that classify uses unless others are given."
    templates: [String!]!
    licence: String!
  }

  "A text or an image."
  input ContentInput @oneOf {
    text: String
    image: ImageInput
  }

  type Embedding {
    "Unit vector, little-endian float32, in base64: smaller than the list."
    base64: Base64!
    "The same numbers as a list."
    values: [Float!]!
    dimensions: Int!
    model: Model!
    "Tokens of a text, start and end included."
    tokenCount: Int
    "The text was longer than the model's context and lost its end."
    truncated: Boolean!
    "The tiles of an image whose crops are kept EACH; the vector above is then the whole picture's. Null otherwise."
    crops: [CropEmbedding!]
  }

  type CropEmbedding {
    box: CropBox!
    "Unit vector, as in Embedding."
    base64: Base64!
    values: [Float!]!
  }

  union EmbedResult = Embedding | InputError

  type Query {
    "The models that this server has loaded."
    models: [Model!]!
    "Embeds texts and images as unit vectors in one space. At most 64; one result for each, in order. With crops, images also in tiles."
    embed(inputs: [ContentInput!]!, model: String, crops: CropsInput): [EmbedResult!]!
  }
`;
