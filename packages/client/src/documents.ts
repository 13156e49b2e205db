/** The operations that the typed methods send. `documents.test.ts` holds them to the schema. */

const MODEL = 'name fingerprint';
const ERROR = '... on InputError { __typename code message }';
const ASSET = '__typename id key text payload imageHash imageUrl thumbnailUrl createdAt';
const PAGE = 'pageInfo { hasNextPage endCursor }';
const HITS = `totalCount ${PAGE} edges { score cosine group cursor node { ${ASSET} } }`;
const COLLECTION = `__typename id name modelName count createdAt model { ${MODEL} }`;

export const embedDocument: string = `query Embed($inputs: [ContentInput!]!, $model: String) {
  embed(inputs: $inputs, model: $model) {
    ... on Embedding { __typename base64 dimensions tokenCount truncated model { ${MODEL} } }
    ${ERROR}
  }
}`;

export const classifyDocument: string = `query Classify(
  $images: [ImageInput!]!, $by: ClassifyBy!, $mode: ClassifyMode = ONE_OF, $model: String, $templates: [String!], $top: Int = 5
) {
  classify(images: $images, by: $by, mode: $mode, model: $model, templates: $templates, top: $top) {
    ... on Classification { __typename unknown labels { label probability cosine } model { ${MODEL} } }
    ${ERROR}
  }
}`;

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

export const createCollectionDocument: string = `mutation CreateCollection($name: String!, $model: String) {
  createCollection(name: $name, model: $model) { ${COLLECTION} }
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
