/** The operations that the typed methods send. `documents.test.ts` holds them to the schema. */

const MODEL = 'name fingerprint';
const ERROR = '... on InputError { __typename code message }';
const ASSET = '__typename id key text payload imageHash imageUrl thumbnailUrl createdAt';
const PAGE = 'pageInfo { hasNextPage endCursor }';
const HITS = `totalCount ${PAGE} edges { score cosine group cursor node { ${ASSET} } }`;
const COLLECTION = `__typename id name modelName crops { levels keep } count createdAt model { ${MODEL} }`;

export const embedDocument: string = `query Embed($inputs: [ContentInput!]!, $model: String, $crops: CropsInput) {
  embed(inputs: $inputs, model: $model, crops: $crops) {
    ... on Embedding {
      __typename base64 dimensions tokenCount truncated model { ${MODEL} }
      crops { base64 box { left top width height } }
    }
    ${ERROR}
  }
}`;

export const classifyDocument: string = `query Classify(
  $images: [ImageInput!]!, $by: ClassifyBy!, $mode: ClassifyMode, $model: String, $templates: [String!], $top: Int = 5
) {
  classify(images: $images, by: $by, mode: $mode, model: $model, templates: $templates, top: $top) {
    ... on Classification { __typename unknown labels { label probability cosine } model { ${MODEL} } }
    ${ERROR}
  }
}`;

const TRAINING = `training {
    kept modelName zeroShotAccuracy trainedAccuracy examples folds strength temperature confusion
    classes { label examples precision recall }
    reliability { from to count confidence accuracy }
  }`;
const CLASSIFIER = `__typename id name version mode templates createdAt classes { name prompts } ${TRAINING}`;

export const classifiersDocument: string = `query Classifiers($first: Int = 20, $after: String) {
  classifiers(first: $first, after: $after) { ${CLASSIFIER} }
}`;

export const classifierDocument: string = `query Classifier($name: String!, $version: Int) {
  classifier(name: $name, version: $version) { ${CLASSIFIER} }
}`;

export const saveClassifierDocument: string = `mutation SaveClassifier($input: ClassifierInput!) {
  saveClassifier(input: $input) { ${CLASSIFIER} }
}`;

export const trainClassifierDocument: string = `mutation TrainClassifier(
  $name: String!, $examples: [ExampleInput!], $fromCollection: CollectionExamples, $fromReviews: ReviewExamples, $model: String
) {
  trainClassifier(
    name: $name, examples: $examples, fromCollection: $fromCollection, fromReviews: $fromReviews, model: $model
  ) {
    classifier { ${CLASSIFIER} } skipped truncated errors { index key verdictId error { __typename code message } }
  }
}`;

export const deleteClassifierDocument: string = `mutation DeleteClassifier($name: String!, $version: Int) {
  deleteClassifier(name: $name, version: $version)
}`;

export const describeDocument: string = `query Describe(
  $images: [ImageInput!]!, $vocabulary: VocabularyInput, $threshold: Float = 0.2, $top: Int = 10,
  $captionsFrom: CaptionSource, $triples: TriplesInput, $model: String
) {
  describe(
    images: $images, vocabulary: $vocabulary, threshold: $threshold, top: $top,
    captionsFrom: $captionsFrom, triples: $triples, model: $model
  ) {
    ... on Description {
      __typename tags { word probability cosine } captions { text cosine assetId key }
      triples { subject relation object probability cosine } model { ${MODEL} }
    }
    ${ERROR}
  }
}`;

const VOCABULARY = 'name words updatedAt';

export const vocabulariesDocument: string = `query Vocabularies($first: Int = 20, $after: String) {
  vocabularies(first: $first, after: $after) { ${VOCABULARY} }
}`;

export const vocabularyDocument: string = `query Vocabulary($name: String!) { vocabulary(name: $name) { ${VOCABULARY} } }`;

export const saveVocabularyDocument: string = `mutation SaveVocabulary($name: String!, $words: [String!]!) {
  saveVocabulary(name: $name, words: $words) { ${VOCABULARY} }
}`;

export const deleteVocabularyDocument: string = `mutation DeleteVocabulary($name: String!) { deleteVocabulary(name: $name) }`;

export const similarityDocument: string = `query Similarity($images: [ImageInput!]!, $texts: [String!]!, $model: String) {
  similarity(images: $images, texts: $texts, model: $model) {
    cosine
    imageErrors { __typename code message }
    textErrors { __typename code message }
    model { ${MODEL} }
  }
}`;

export const searchDocument: string = `query Search(
  $collection: String!, $query: SearchQuery!, $filter: Filter, $target: SearchTarget = IMAGE, $keywords: Boolean = false,
  $cutoff: Cutoff, $diversity: Float, $groupBy: GroupBy, $first: Int = 20, $after: String
) {
  search(
    collection: $collection, query: $query, filter: $filter, target: $target, keywords: $keywords,
    cutoff: $cutoff, diversity: $diversity, groupBy: $groupBy, first: $first, after: $after
  ) { ${HITS} }
}`;

export const recommendDocument: string = `query Recommend(
  $collection: String!, $like: [Example!]!, $unlike: [Example!], $strategy: RecommendStrategy = AVERAGE, $filter: Filter,
  $target: Modality = IMAGE, $diversity: Float, $first: Int = 20, $after: String
) {
  recommend(
    collection: $collection, like: $like, unlike: $unlike, strategy: $strategy, filter: $filter,
    target: $target, diversity: $diversity, first: $first, after: $after
  ) { ${HITS} }
}`;

export const modelsDocument: string = `query Models {
  models {
    __typename id name fingerprint isDefault dimensions imageSize contextLength modalities scoring licence templates
  }
}`;

export const collectionsDocument: string = `query Collections { collections { ${COLLECTION} } }`;

export const collectionDocument: string = `query Collection($name: String!) { collection(name: $name) { ${COLLECTION} } }`;

export const assetsDocument: string = `query Assets($collection: String!, $filter: Filter, $first: Int = 20, $after: String) {
  collection(name: $collection) {
    assets(filter: $filter, first: $first, after: $after) {
      totalCount ${PAGE}
      edges { cursor node { ${ASSET} } }
    }
  }
}`;

export const createCollectionDocument: string = `mutation CreateCollection($name: String!, $model: String, $crops: CropsInput) {
  createCollection(name: $name, model: $model, crops: $crops) { ${COLLECTION} }
}`;

export const deleteCollectionDocument: string = `mutation DeleteCollection($name: String!) { deleteCollection(name: $name) }`;

export const indexAssetsDocument: string = `mutation IndexAssets($collection: String!, $assets: [AssetInput!]!) {
  indexAssets(collection: $collection, assets: $assets) {
    ... on Asset { ${ASSET} }
    ${ERROR}
  }
}`;

export const deleteAssetsDocument: string = `mutation DeleteAssets($collection: String!, $keys: [String!]!) {
  deleteAssets(collection: $collection, keys: $keys)
}`;

export const updatePayloadDocument: string = `mutation UpdatePayload($collection: String!, $key: String!, $payload: JSONObject!) {
  updatePayload(collection: $collection, key: $key, payload: $payload) { ${ASSET} }
}`;
