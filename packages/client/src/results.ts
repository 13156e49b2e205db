import type * as api from './generated/types.ts';

/** The model that made a result. */
export type ModelStamp = Pick<api.Model, 'name' | 'fingerprint'>;

/** What was wrong with one item; the items beside it are answered. */
export interface InputError extends Pick<api.InputError, 'code' | 'message'> {
  readonly __typename: 'InputError';
}

/** A unit vector. */
export interface Embedding extends Pick<api.Embedding, 'dimensions' | 'tokenCount' | 'truncated'> {
  readonly __typename: 'Embedding';
  readonly vector: Float32Array;
  /** The tiles of a picture whose crops are kept `EACH`; null otherwise. */
  readonly crops: readonly { readonly box: CropBox; readonly vector: Float32Array }[] | null;
  readonly model: ModelStamp;
}

/** A part of an upright picture, as shares (0 to 1) of its sides, from the left and the top. */
export type CropBox = Pick<api.CropBox, 'left' | 'top' | 'width' | 'height'>;

export interface Classification extends Pick<api.Classification, 'unknown'> {
  readonly __typename: 'Classification';
  /** Most probable first. */
  readonly labels: readonly Pick<api.LabelScore, 'label' | 'probability' | 'cosine'>[];
  readonly model: ModelStamp;
}

/** One version of a saved classifier; `training` is null where it never was trained. */
export interface Classifier extends Pick<
  api.Classifier,
  'id' | 'name' | 'version' | 'mode' | 'classes' | 'templates' | 'training' | 'createdAt'
> {
  readonly __typename: 'Classifier';
}

export interface TrainingResult extends Pick<api.TrainingResult, 'skipped' | 'truncated'> {
  readonly classifier: Classifier;
  /** The first 100 examples that were left out; `index` for one of `examples`, `key` for an asset, `verdictId` for a review. */
  readonly errors: readonly {
    readonly index: number | null;
    readonly key: string | null;
    readonly verdictId: string | null;
    readonly error: InputError;
  }[];
}

/** What a picture shows, in words that were looked up. */
export interface Description {
  readonly __typename: 'Description';
  /** Most probable first. */
  readonly tags: readonly Pick<api.Tag, 'word' | 'probability' | 'cosine'>[];
  /** Of the collection, best first. */
  readonly captions: readonly Pick<api.NearCaption, 'text' | 'cosine' | 'assetId' | 'key'>[];
  /** Best first. */
  readonly triples: readonly Pick<api.ScoredTriple, 'subject' | 'relation' | 'object' | 'probability' | 'cosine'>[];
  readonly model: ModelStamp;
}

/** A saved list of words for `describe`. */
export type Vocabulary = Pick<api.Vocabulary, 'name' | 'words' | 'updatedAt'>;

/** Row i, column j: image i against text j; null where that image or text was wrong. */
export interface SimilarityMatrix {
  readonly cosine: readonly (readonly (number | null)[])[];
  readonly imageErrors: readonly (InputError | null)[];
  readonly textErrors: readonly (InputError | null)[];
  readonly model: ModelStamp;
}

export interface Asset extends Pick<
  api.Asset,
  'id' | 'key' | 'text' | 'payload' | 'imageHash' | 'imageUrl' | 'thumbnailUrl' | 'createdAt'
> {
  readonly __typename: 'Asset';
}

export interface Collection extends Pick<api.Collection, 'id' | 'name' | 'modelName' | 'count' | 'createdAt'> {
  readonly __typename: 'Collection';
  /** Null while the server has not loaded the model: no searching or adding until it has. */
  readonly model: ModelStamp | null;
  /** How its pictures are embedded, where that is not as a whole. */
  readonly crops: Pick<api.Crops, 'levels' | 'keep'> | null;
}

export type Model = Omit<api.Model, '__typename'> & { readonly __typename: 'Model' };

/** One page of a list; `pageInfo.endCursor` is the `after` of the next one. */
export interface Page<Edge> {
  readonly edges: readonly Edge[];
  /** Null where the server does not know. */
  readonly totalCount: number | null;
  readonly pageInfo: Pick<api.PageInfo, 'hasNextPage' | 'endCursor'>;
}

export interface SearchHit {
  /** What the order goes by, the higher the better: the cosine, or a number that compares within this result only. */
  readonly score: number;
  /** Cosine of the query and the asset's vector, -1 to 1; null where the order comes from several. */
  readonly cosine: number | null;
  /** Value of the `groupBy` field; null without it. */
  readonly group: string | number | boolean | null;
  readonly cursor: string;
  readonly node: Asset;
}

export interface AssetEdge {
  readonly cursor: string;
  readonly node: Asset;
}

/** What `POST /uploads` answered; `uploadId` goes into an `ImageInput`. */
export interface Upload {
  readonly uploadId: string;
  /** Size of what arrived. */
  readonly bytes: number;
  /** What the bytes say they are: `jpeg`, `png`, `webp`, `gif` or `avif`. */
  readonly format: string;
}

/** Whether an item of a result list is the error that stands in its place. */
export function isInputError(item: { readonly __typename?: string }): item is InputError {
  // oxlint-disable-next-line no-underscore-dangle -- GraphQL's own name
  return item.__typename === 'InputError';
}
