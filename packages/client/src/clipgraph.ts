import * as documents from './documents.ts';
import type * as api from './generated/types.ts';
import { badResponse, readAnswer } from './read-answer.ts';
import * as results from './results.ts';
import { transport, type Body, type CallOptions, type Message } from './transport.ts';
import { decodeVector } from './vector-codec.ts';
import { verdictExport, type VerdictExportArgs } from './verdict-export.ts';

export interface ClipgraphOptions {
  /** Of the server, without `/graphql`; a page on the same server may give `''`. */
  url?: string | undefined;
  apiKey?: string | undefined;
  fetch?: typeof globalThis.fetch | undefined;
  /** For one call, with its retries: 60 seconds. */
  timeoutMs?: number | undefined;
  /** Further tries when the server is OVERLOADED or UNAVAILABLE: 4. */
  retries?: number | undefined;
}

/** Bytes of an image file. A stream is sent once and never retried; browsers stream over HTTP/2 only. */
export type UploadBody = Exclude<Body, string> | Uint8Array;

export interface AssetsArgs extends api.CollectionAssetsArgs {
  collection: string;
}

/** Every method rejects with a `ClipgraphError` when the request fails as a whole. */
export interface ClipgraphClient {
  /** Any GraphQL operation; answers with its `data`, or rejects with the first of its `errors`. */
  query<T>(document: string, variables?: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<T>;
  upload(image: UploadBody, options?: CallOptions): Promise<results.Upload>;
  /** Makes room before the upload expires by itself; what was indexed from it stays. */
  deleteUpload(uploadId: string, options?: CallOptions): Promise<void>;
  /** At most 64 inputs; answers in their order. */
  embed(args: api.QueryEmbedArgs, options?: CallOptions): Promise<(results.Embedding | results.InputError)[]>;
  /** At most 64 images; answers in their order. */
  classify(args: api.QueryClassifyArgs, options?: CallOptions): Promise<(results.Classification | results.InputError)[]>;
  /** The newest version of each, by name. */
  classifiers(args?: api.QueryClassifiersArgs, options?: CallOptions): Promise<results.Classifier[]>;
  /** Null when there is none of that name and version. */
  classifier(args: api.QueryClassifierArgs, options?: CallOptions): Promise<results.Classifier | null>;
  /** As the next version of its name. */
  saveClassifier(input: api.ClassifierInput, options?: CallOptions): Promise<results.Classifier>;
  /** At most 1000 examples; a wrong one is left out and named in `errors`. */
  trainClassifier(args: api.MutationTrainClassifierArgs, options?: CallOptions): Promise<results.TrainingResult>;
  /** All versions, or one; false when there was none. */
  deleteClassifier(args: api.MutationDeleteClassifierArgs, options?: CallOptions): Promise<boolean>;
  /** At most 64 images; answers in their order. */
  describe(args: api.QueryDescribeArgs, options?: CallOptions): Promise<(results.Description | results.InputError)[]>;
  /** By name. */
  vocabularies(args?: api.QueryVocabulariesArgs, options?: CallOptions): Promise<results.Vocabulary[]>;
  /** Null when there is none of that name. */
  vocabulary(name: string, options?: CallOptions): Promise<results.Vocabulary | null>;
  /** Replaces one of the same name. */
  saveVocabulary(args: api.MutationSaveVocabularyArgs, options?: CallOptions): Promise<results.Vocabulary>;
  /** False when there was none. */
  deleteVocabulary(name: string, options?: CallOptions): Promise<boolean>;
  similarity(args: api.QuerySimilarityArgs, options?: CallOptions): Promise<results.SimilarityMatrix>;
  /** One page, best first. */
  search(args: api.QuerySearchArgs, options?: CallOptions): Promise<results.Page<results.SearchHit>>;
  /** Every page from the given one on, each fetched when it is asked for. */
  searchPages(args: api.QuerySearchArgs, options?: CallOptions): AsyncGenerator<results.Page<results.SearchHit>, void, undefined>;
  /** One page of what is like the liked and unlike the disliked, best first. */
  recommend(args: api.QueryRecommendArgs, options?: CallOptions): Promise<results.Page<results.SearchHit>>;
  /** Every page of it, each fetched when it is asked for. */
  recommendPages(args: api.QueryRecommendArgs, options?: CallOptions): AsyncGenerator<results.Page<results.SearchHit>, void, undefined>;
  /** The models that the server has loaded. */
  models(options?: CallOptions): Promise<results.Model[]>;
  collections(options?: CallOptions): Promise<results.Collection[]>;
  /** Null when there is none of that name. */
  collection(name: string, options?: CallOptions): Promise<results.Collection | null>;
  /** CONFLICT when there is one of that name. */
  createCollection(args: api.MutationCreateCollectionArgs, options?: CallOptions): Promise<results.Collection>;
  /** False when there was none. */
  deleteCollection(name: string, options?: CallOptions): Promise<boolean>;
  /** One page of a collection, by key; null when there is no such collection. */
  assets(args: AssetsArgs, options?: CallOptions): Promise<results.Page<results.AssetEdge> | null>;
  /** At most 64 assets; answers in their order; a known key is replaced, so that doing it twice is harmless. */
  indexAssets(args: api.MutationIndexAssetsArgs, options?: CallOptions): Promise<(results.Asset | results.InputError)[]>;
  /** Every verdict that passes, newest first, as the bytes of a file. Ends with an error where the file is not whole. */
  exportVerdicts(args?: VerdictExportArgs, options?: CallOptions): AsyncGenerator<Uint8Array, void, undefined>;
  /** How many there were. */
  deleteAssets(args: api.MutationDeleteAssetsArgs, options?: CallOptions): Promise<number>;
  /** Replaces the payload whole. */
  updatePayload(args: api.MutationUpdatePayloadArgs, options?: CallOptions): Promise<results.Asset>;
}

type EmbedAnswer =
  | (Omit<results.Embedding, 'vector' | 'crops'> & {
      readonly base64: string;
      readonly crops: readonly { readonly box: results.CropBox; readonly base64: string }[] | null;
    })
  | results.InputError;

/**
 * A client of one server. Holds no connection and needs no closing.
 *
 * @example
 * const client = clipgraph({ url: 'http://127.0.0.1:4000' });
 * const { edges } = await client.search({ collection: 'photos', query: { text: 'a red boat' } });
 */
export function clipgraph(options: ClipgraphOptions = {}): ClipgraphClient {
  const { url = 'http://127.0.0.1:4000', apiKey, timeoutMs = 60_000, retries = 4 } = options;
  const transfer = transport({
    url,
    headers: apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` },
    // Looked up at each call and called as a bare function: browsers refuse a fetch that lost its window.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    timeoutMs,
    retries,
  });
  const send = (message: Message, call?: CallOptions): Promise<Record<string, unknown>> => transfer(message, readAnswer, call);

  const query = async <T>(document: string, variables: object = {}, call?: CallOptions): Promise<T> => {
    const { data } = await send(
      { method: 'POST', path: '/graphql', contentType: 'application/json', body: JSON.stringify({ query: document, variables }) },
      call,
    );
    if (typeof data !== 'object' || data === null) throw badResponse(200);
    return data as T;
  };
  /** The one root field of a document. */
  const field = async <T>(document: string, name: string, variables?: object, call?: CallOptions): Promise<T> =>
    (await query<Record<string, T>>(document, variables, call))[name]!;
  const search = (args: api.QuerySearchArgs, call?: CallOptions): Promise<results.Page<results.SearchHit>> =>
    field(documents.searchDocument, 'search', args, call);
  const recommend = (args: api.QueryRecommendArgs, call?: CallOptions): Promise<results.Page<results.SearchHit>> =>
    field(documents.recommendDocument, 'recommend', args, call);

  return {
    query,
    async upload(image, call) {
      const answer = await send({ method: 'POST', path: '/uploads', contentType: 'application/octet-stream', body: image as Body }, call);
      if (typeof answer['uploadId'] !== 'string') throw badResponse(200);
      return answer as unknown as results.Upload;
    },
    async deleteUpload(uploadId, call) {
      await send({ method: 'DELETE', path: `/uploads/${encodeURIComponent(uploadId)}` }, call);
    },
    async embed(args, call) {
      const answers = await field<EmbedAnswer[]>(documents.embedDocument, 'embed', args, call);
      return answers.map((answer) => {
        if (results.isInputError(answer)) return answer;
        const { base64, crops, ...rest } = answer;
        const tiles = crops?.map((crop) => ({ box: crop.box, vector: decodeVector(crop.base64) })) ?? null;
        return { ...rest, vector: decodeVector(base64), crops: tiles };
      });
    },
    classify: (args, call) => field(documents.classifyDocument, 'classify', args, call),
    classifiers: (args, call) => field(documents.classifiersDocument, 'classifiers', args, call),
    classifier: (args, call) => field(documents.classifierDocument, 'classifier', args, call),
    saveClassifier: (input, call) => field(documents.saveClassifierDocument, 'saveClassifier', { input }, call),
    trainClassifier: (args, call) => field(documents.trainClassifierDocument, 'trainClassifier', args, call),
    deleteClassifier: (args, call) => field(documents.deleteClassifierDocument, 'deleteClassifier', args, call),
    describe: (args, call) => field(documents.describeDocument, 'describe', args, call),
    vocabularies: (args, call) => field(documents.vocabulariesDocument, 'vocabularies', args, call),
    vocabulary: (name, call) => field(documents.vocabularyDocument, 'vocabulary', { name }, call),
    saveVocabulary: (args, call) => field(documents.saveVocabularyDocument, 'saveVocabulary', args, call),
    deleteVocabulary: (name, call) => field(documents.deleteVocabularyDocument, 'deleteVocabulary', { name }, call),
    similarity: (args, call) => field(documents.similarityDocument, 'similarity', args, call),
    search,
    searchPages: (args, call) => pagesOf((after) => search({ ...args, ...after }, call)),
    recommend,
    recommendPages: (args, call) => pagesOf((after) => recommend({ ...args, ...after }, call)),
    models: (call) => field(documents.modelsDocument, 'models', {}, call),
    collections: (call) => field(documents.collectionsDocument, 'collections', {}, call),
    collection: (name, call) => field(documents.collectionDocument, 'collection', { name }, call),
    createCollection: (args, call) => field(documents.createCollectionDocument, 'createCollection', args, call),
    deleteCollection: (name, call) => field(documents.deleteCollectionDocument, 'deleteCollection', { name }, call),
    async assets(args, call) {
      type Answer = { assets: results.Page<results.AssetEdge> } | null;
      return (await field<Answer>(documents.assetsDocument, 'collection', args, call))?.assets ?? null;
    },
    indexAssets: (args, call) => field(documents.indexAssetsDocument, 'indexAssets', args, call),
    exportVerdicts: (args = {}, call = {}) => verdictExport(transfer, args, call),
    deleteAssets: (args, call) => field(documents.deleteAssetsDocument, 'deleteAssets', args, call),
    updatePayload: (args, call) => field(documents.updatePayloadDocument, 'updatePayload', args, call),
  };
}

/** Page after page, each fetched when it is asked for; the first as the arguments say. */
async function* pagesOf<Edge>(
  fetchPage: (after: { after?: string | null }) => Promise<results.Page<Edge>>,
): AsyncGenerator<results.Page<Edge>, void, undefined> {
  let page = await fetchPage({});
  yield page;
  while (page.pageInfo.hasNextPage) {
    page = await fetchPage({ after: page.pageInfo.endCursor });
    yield page;
  }
}
