import type { CropVector, ModelInfo } from '@clipgraph/contracts';

/** What the GraphQL type `Embedding` resolves from. */
export interface EmbeddingNode {
  readonly __typename: 'Embedding';
  /** Unit vector, `model.dimensions` long. */
  readonly vector: Float32Array;
  readonly model: ModelInfo;
  /** Of a text; start and end included. */
  readonly tokenCount?: number;
  /** The text was longer than the model's context and lost its end. */
  readonly truncated: boolean;
  /** Of the tiles, where each is kept. */
  readonly crops?: readonly CropVector[];
}
