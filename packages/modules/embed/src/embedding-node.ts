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

/** The numbers as little-endian float32, whatever the machine's own order, in base64. */
export function vectorToBase64(vector: Float32Array): string {
  const bytes = Buffer.allocUnsafe(vector.length * Float32Array.BYTES_PER_ELEMENT);
  for (let i = 0; i < vector.length; i++) bytes.writeFloatLE(vector[i]!, i * Float32Array.BYTES_PER_ELEMENT);
  return bytes.toString('base64');
}
