export * from './clipgraph.ts';
export * from './clipgraph-error.ts';
export * from './results.ts';
export { decodeVector, encodeVector } from './vector-codec.ts';
export type { CallOptions } from './transport.ts';
export type {
  AnyOfCondition,
  AssetInput,
  ClassifierInput,
  ClassifyBy,
  ClassifyMode,
  CollectionExamples,
  ClassInput,
  Condition,
  ContentInput,
  ExampleInput,
  Filter,
  ImageInput,
  InputErrorCode,
  MatchCondition,
  Modality,
  MutationCreateCollectionArgs,
  MutationDeleteAssetsArgs,
  MutationTrainClassifierArgs,
  MutationIndexAssetsArgs,
  MutationUpdatePayloadArgs,
  QueryClassifierArgs,
  QueryClassifiersArgs,
  QueryClassifyArgs,
  QueryEmbedArgs,
  QuerySearchArgs,
  QuerySimilarityArgs,
  RangeCondition,
  Scoring,
  SearchQuery,
  TrainingReport,
} from './generated/types.ts';
