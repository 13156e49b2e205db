export const classifyTypeDefs: string = /* GraphQL */ `
  input ClassInput {
    name: String!
    "Whole prompts for this class, instead of the templates."
    prompts: [String!]
  }

  input ClassifyBy @oneOf {
    "Quick form: names, put into the templates."
    labels: [String!]
    classes: [ClassInput!]
  }

  enum ClassifyMode {
    "The labels exclude each other: probabilities add up to 1."
    ONE_OF
    "Each label stands alone: a probability for each, against the model's background."
    ANY_OF
  }

  type LabelScore {
    label: String!
    "From 0 to 1."
    probability: Float!
    "Cosine of the image and the label's prompts, -1 to 1."
    cosine: Float!
  }

  type Classification {
    "Best first; at most as many as asked for with top."
    labels: [LabelScore!]!
    "No label stands out from the model's background of everyday prompts; the best of many labels must do so by more."
    unknown: Boolean!
    model: Model!
  }

  union ClassifyResult = Classification | InputError

  "Row i, column j: image i against text j; a row or column whose input was wrong is null."
  type SimilarityMatrix {
    cosine: [[Float]!]!
    "In the order of the images; null where the image was fine."
    imageErrors: [InputError]!
    "In the order of the texts; null where the text was fine."
    textErrors: [InputError]!
    model: Model!
  }

  type Query {
    "Scores images against labels written as text (zero-shot); at most 64 images and 1000 labels."
    classify(
      images: [ImageInput!]!
      by: ClassifyBy!
      "Prompts with {label} in them; several are averaged. The model's own when left out."
      templates: [String!]
      mode: ClassifyMode = ONE_OF
      top: Int = 5
      model: String
    ): [ClassifyResult!]!
    "Cosine of every image with every text; at most 64 of each."
    similarity(images: [ImageInput!]!, texts: [String!]!, model: String): SimilarityMatrix!
  }
`;
