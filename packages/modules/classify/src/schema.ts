export const classifyTypeDefs: string = /* GraphQL */ `
  "A class that images are sorted into."
  input ClassInput {
    "Unique among the classes; put into the templates where there are no prompts."
    name: String!
    "Whole prompts for this class, instead of the templates."
    prompts: [String!]
  }

  "What images are scored against."
  input ClassifyBy @oneOf {
    "Labels, which are put into the templates."
    labels: [String!]
    "Classes, each with prompts of its own where it has some."
    classes: [ClassInput!]
    "Name of a saved classifier, for its newest version; or with a version: pets@2."
    classifier: String
  }

  "How the probabilities of the labels go together."
  enum ClassifyMode {
    "The labels exclude each other: probabilities add up to 1."
    ONE_OF
    "The labels are independent: a probability for each, against the model's background."
    ANY_OF
  }

  "How well one label fits an image."
  type LabelScore {
    "The label, or the name of the class."
    label: String!
    "From 0 to 1."
    probability: Float!
    "Cosine of the image and the label's prompts, -1 to 1."
    cosine: Float!
  }

  "The labels of one image, with their scores."
  type Classification {
    "Most probable first; at most as many as asked for with top."
    labels: [LabelScore!]!
    "No label stands out from the model's background of everyday prompts; the best of many labels must do so by more."
    unknown: Boolean!
    "The model that scored."
    model: Model!
  }

  "A classification, or what is wrong with this image."
  union ClassifyResult = Classification | InputError

  "Row i, column j: the cosine of image i and text j. Null in the row or column of an invalid input."
  type SimilarityMatrix {
    "From -1 to 1."
    cosine: [[Float]!]!
    "In the order of the images; null for a valid image."
    imageErrors: [InputError]!
    "In the order of the texts; null for a valid text."
    textErrors: [InputError]!
    "The model that made the vectors."
    model: Model!
  }

  "Classes under a name. A version never changes; saving or training again makes the next one."
  type Classifier implements Node {
    "Global id of this version, for Query.node."
    id: ID!
    "All its versions share it."
    name: String!
    "From 1."
    version: Int!
    "How the probabilities of its classes go together."
    mode: ClassifyMode!
    "In the order they were saved in."
    classes: [ClassifierClass!]!
    "Null if each model's own templates are used."
    templates: [String!]
    "How it was trained; null if it was not."
    training: TrainingReport
    "When this version was saved."
    createdAt: DateTime!
    "Newest first, this one among them."
    versions("At most so many." first: Int = 20): [Classifier!]!
  }

  "A class of a saved classifier."
  type ClassifierClass {
    "Unique in the classifier."
    name: String!
    "Null where the templates are used."
    prompts: [String!]
  }

  "A classifier to be saved."
  input ClassifierInput {
    "1 to 64 letters, digits, _ and -, a letter or digit first."
    name: String!
    "At most 1000."
    classes: [ClassInput!]!
    "Prompts with {label} in them; several are averaged. Each model's own when left out."
    templates: [String!]
    "How the probabilities of the classes go together."
    mode: ClassifyMode! = ONE_OF
  }

  "What a trained version classifies with."
  enum KeptHead {
    "The prompts, because training was not better."
    ZERO_SHOT
    "Weights learned from the examples; they work with the model that made the examples' vectors only."
    TRAINED
  }

  """
  How a classifier performs on the examples. All measures come from cross-validation: each example is predicted by weights
  trained on others. They belong to the head that was kept.
  """
  type TrainingReport {
    "Whether training did better than the prompts."
    kept: KeptHead!
    "Name of the model whose vectors it was trained on."
    modelName: String!
    "Share of right decisions before training: one decision for each example (ONE_OF) or example and class (ANY_OF)."
    zeroShotAccuracy: Float!
    "The same after training."
    trainedAccuracy: Float!
    "How many examples were used."
    examples: Int!
    "Parts of the cross-validation."
    folds: Int!
    "Strength of the regularisation towards the prompts, chosen by cross-validation."
    strength: Float!
    "What logits are divided by, so that probabilities are how often they are right; 1 for ZERO_SHOT."
    temperature: Float!
    "In the order of the classes."
    classes: [ClassReport!]!
    "Row i, column j: the number of examples of class i that were predicted as class j. Null in ANY_OF."
    confusion: [[Int!]!]
    "How often predictions of each probability were right, in ten bins."
    reliability: [ReliabilityBin!]!
  }

  "How a classifier performs on the examples of one class."
  type ClassReport {
    "Name of the class."
    label: String!
    "Number of examples that have this label."
    examples: Int!
    "Share of the examples predicted as this class that belong to it; null if none was."
    precision: Float
    "Share of the examples of this class that were predicted as it; null if there are none."
    recall: Float
  }

  "Predictions with a probability from from to to."
  type ReliabilityBin {
    "From 0."
    from: Float!
    "Up to 1."
    to: Float!
    "Number of predictions in the bin."
    count: Int!
    "Mean probability; null in an empty bin."
    confidence: Float
    "Share that was right; null in an empty bin."
    accuracy: Float
  }

  "A picture, and the classes that it belongs to."
  input ExampleInput {
    "With an assetId, the vector that its collection keeps is used where the model made it."
    image: ImageInput!
    "Names of classes: one in ONE_OF; any number in ANY_OF, none among them."
    labels: [String!]!
  }

  "The assets of a collection that have a payload field, with their stored pictures' vectors; at most 5000."
  input CollectionExamples {
    "Its name. Its vectors must be those of the model that is used."
    collection: String!
    "Dotted path of the field that holds the name of a class, or in ANY_OF a list of names."
    field: String!
    "Only assets that match."
    filter: Filter
  }

  """
  Pictures that people have decided about (resolveReview), by the vectors that were kept; the answer is the label. A picture
  that was decided more than once counts once, as it was decided last.
  """
  input ReviewExamples {
    "Policy of the verdicts. Default: every policy."
    policy: String
    "Only verdicts for which this rule had passed, shadow or not."
    rule: String
    "Verdicts of this instant or after it."
    from: DateTime
    "Verdicts from before this instant."
    to: DateTime
    "The classes of each decision; decisions without an entry are skipped. Default: the class with the decision's own name, such as BLOCK."
    labels: [ReviewLabels!]
    "By the newest verdict; at most 5000."
    first: Int = 5000
  }

  "The classes that one answer of a reviewer stands for."
  input ReviewLabels {
    "Once in the list."
    action: ModerationAction!
    "Names of classes: one in ONE_OF; any number in ANY_OF, none among them."
    labels: [String!]!
  }

  "An example that was skipped, and why. Set is one of index, key and verdictId."
  type ExampleError {
    "Position in examples."
    index: Int
    "Key of the asset of the collection."
    key: String
    "Of a review."
    verdictId: ID
    "What is wrong with it."
    error: InputError!
  }

  "What came out of a training."
  type TrainingResult {
    "The version that was saved."
    classifier: Classifier!
    "Number of skipped examples."
    skipped: Int!
    "The first 100 of those."
    errors: [ExampleError!]!
    "Whether there were more reviews than first."
    truncated: Boolean!
  }

  type Mutation {
    "Checks a classifier and saves it as the next version of its name."
    saveClassifier("The name and the classes." input: ClassifierInput!): Classifier!
    """
    Trains a classifier (its newest version, or another one: pets@2) from labelled pictures, by logistic regression from
    its prompts, and saves the result as the next version. Each class needs 2 examples. Where training does not do better than the prompts
    alone, the new version keeps these and says so. The examples are those of all sources that are given, at least one; at most 1000 beside
    those of a collection and of reviews.
    """
    trainClassifier(
      "For example pets, or pets@2."
      name: String!
      "Labelled pictures, at most 1000."
      examples: [ExampleInput!]
      "Assets of a collection, with labels in their payloads."
      fromCollection: CollectionExamples
      "Verdicts that people have decided."
      fromReviews: ReviewExamples
      "Name of a loaded model; the default one when left out."
      model: String
    ): TrainingResult!
    """
    Deletes a classifier with all its versions, or one of them; false when there was none. Requests that have read it finish;
    later ones, and a training that is under way, get NOT_FOUND. A name may be used again; its versions go on counting.
    """
    deleteClassifier("Name it was saved under." name: String!, "Only this version; all when left out." version: Int): Boolean!
  }

  type Query {
    "The newest version of each classifier, by name: those after a name."
    classifiers("At most so many." first: Int = 20, "The name of the last one that is known already." after: String): [Classifier!]!
    "Default version: the newest; null if there is none."
    classifier("Name it was saved under." name: String!, "From 1." version: Int): Classifier
    "Scores images against labels written as text (zero-shot) or a saved classifier; at most 64 images and 1000 labels."
    classify(
      "1 to 64 images."
      images: [ImageInput!]!
      "What the images are scored against."
      by: ClassifyBy!
      "Prompts with {label} in them; several are averaged. The model's own when left out. Not beside classifier."
      templates: [String!]
      "ONE_OF when left out. Not beside classifier, which has its own."
      mode: ClassifyMode
      "Most labels of an image, 1 to 1000."
      top: Int = 5
      "Name of a loaded model. When left out: the one that a classifier was trained for, or the default one."
      model: String
    ): [ClassifyResult!]!
    "Cosine of every image with every text; at most 64 of each."
    similarity(
      "1 to 64 images; a wrong one is told in imageErrors."
      images: [ImageInput!]!
      "At most 64; an empty one is told in textErrors."
      texts: [String!]!
      "Name of a loaded model; the default one when left out."
      model: String
    ): SimilarityMatrix!
  }
`;
