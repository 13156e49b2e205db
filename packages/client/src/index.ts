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
  Cutoff,
  Example,
  Filter,
  Fusion,
  GroupBy,
  ImageInput,
  InputErrorCode,
  MatchCondition,
  MixInput,
  MixPart,
  Modality,
  MutationCreateCollectionArgs,
  MutationDeleteAssetsArgs,
  MutationIndexAssetsArgs,
  MutationUpdatePayloadArgs,
  QueryClassifyArgs,
  QueryEmbedArgs,
  QueryRecommendArgs,
  QuerySearchArgs,
  QuerySimilarityArgs,
  RangeCondition,
  RecommendStrategy,
  Scoring,
  SearchQuery,
  SearchTarget,
} from './generated/types.ts';
