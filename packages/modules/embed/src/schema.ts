export const embedTypeDefs: string = /* GraphQL */ `
  "What a model reads."
  enum Modality {
    "Pictures."
    IMAGE
    "Texts."
    TEXT
  }

  "How a cosine becomes a probability: softmax over the labels (CLIP), or a sigmoid for each (SigLIP)."
  enum Scoring {
    "The labels share a probability of 1, as in CLIP."
    SOFTMAX
    "Each label has a probability of its own, as in SigLIP."
    SIGMOID
  }

  "A model that turns images, and mostly texts, into vectors of one space."
  type Model implements Node {
    "Global id, for Query.node."
    id: ID!
    "For example mini or openai/clip-vit-base-patch32."
    name: String!
    "Hash of weights, preprocessing and precision: vectors of two fingerprints never mix."
    fingerprint: String!
    "Whether queries use this model by default."
    isDefault: Boolean!
    "What it reads: every model reads images."
    modalities: [Modality!]!
    "Length of its vectors."
    dimensions: Int!
    "Side of the square it sees, in pixels."
    imageSize: Int!
    "Most tokens it reads of a text, start and end included."
    contextLength: Int
    "How it was trained to score."
    scoring: Scoring!
    "Prompt templates that classify uses unless others are given."
    templates: [String!]!
    "Licence of the weights, as an SPDX identifier where there is one."
    licence: String!
  }

  "A text or an image."
  input ContentInput @oneOf {
    "Not empty. What is longer than the context of the model loses its end."
    text: String
    "At most 20 MB."
    image: ImageInput
  }

  "The vector of a text or an image."
  type Embedding {
    "Unit vector, little-endian float32, in base64: smaller than the list."
    base64: Base64!
    "The same numbers as a list."
    values: [Float!]!
    "Length of the vector."
    dimensions: Int!
    "The model that made it. Vectors of two models cannot be compared."
    model: Model!
    "Tokens of a text, start and end included."
    tokenCount: Int
    "The text was longer than the model's context and lost its end."
    truncated: Boolean!
    "The tiles of an image whose crops are kept EACH; the vector above is then the whole picture's. Null otherwise."
    crops: [CropEmbedding!]
  }

  "The vector of one tile of an image."
  type CropEmbedding {
    "Where in the image the tile is."
    box: CropBox!
    "Unit vector, as in Embedding."
    base64: Base64!
    "The same numbers as a list."
    values: [Float!]!
  }

  "An embedding, or what is wrong with this input."
  union EmbedResult = Embedding | InputError

  type Query {
    "The models that this server has loaded."
    models: [Model!]!
    "Embeds texts and images as unit vectors in one space. At most 64; one result for each, in order. With crops, images also in tiles."
    embed(
      "1 to 64 pictures and texts."
      inputs: [ContentInput!]!
      "Name of a loaded model; the default one when left out."
      model: String
      "Embeds each picture in pieces, too; as a whole only when left out."
      crops: CropsInput
    ): [EmbedResult!]!
  }
`;
