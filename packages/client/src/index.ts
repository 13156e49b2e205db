export * from './clipgraph.ts';
export * from './clipgraph-error.ts';
export * from './results.ts';
export { decodeVector, encodeVector } from './vector-codec.ts';
export type { CallOptions } from './transport.ts';
export type {
  AnyOfCondition,
  AssetInput,
  ClassifyBy,
  ClassifyMode,
  ClassInput,
  Condition,
  ContentInput,
  Filter,
  ImageInput,
  InputErrorCode,
  MatchCondition,
  Modality,
  MutationCreateCollectionArgs,
  MutationDeleteAssetsArgs,
  MutationIndexAssetsArgs,
  MutationUpdatePayloadArgs,
  QueryClassifyArgs,
  QueryEmbedArgs,
  QuerySearchArgs,
  QuerySimilarityArgs,
  RangeCondition,
  Scoring,
  SearchQuery,
} from './generated/types.ts';
