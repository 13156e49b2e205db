import { imageRef, vectorFromBase64 } from '@clipgraph/module-kit';
import { invalidInput, normalised, type Embedder, type ImageReader, type RequestOptions } from '@clipgraph/contracts';

import type { SearchQuery } from './generated/types.ts';

/** A query that is not a mix of others. */
export type SingleQuery = Omit<SearchQuery, 'mix'>;

/** The unit vector of a query; errors are INVALID_INPUT for the query's fault, else the reader's and embedder's. */
export async function queryVector(
  query: SingleQuery,
  { embedder, images }: { readonly embedder: Embedder; readonly images: ImageReader },
  options: RequestOptions,
): Promise<Float32Array> {
  const { dimensions } = embedder.model;
  if (typeof query.text === 'string') return (await embedder.embedText(query.text, options)).vector;
  if (query.image) return embedder.embedImage(await images.read(imageRef(query.image), options), options);
  if (query.vector) return unitVector(query.vector, dimensions, 'vector');
  return unitVector(float32sFrom(query.vectorBase64 ?? '', dimensions), dimensions, 'vectorBase64');
}

/** Little-endian float32 in base64, white space ignored. */
function float32sFrom(base64: string, dimensions: number): Float32Array {
  const digits = base64.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) throw invalidInput('INVALID', 'vectorBase64 is not base64.');
  const bytes = Buffer.byteLength(digits, 'base64');
  if (bytes !== dimensions * 4) {
    throw invalidInput('INVALID', `vectorBase64 holds ${bytes} bytes; ${dimensions} float32 numbers are ${dimensions * 4}.`);
  }
  return vectorFromBase64(digits);
}

function unitVector(numbers: ArrayLike<number>, dimensions: number, name: string): Float32Array {
  if (numbers.length !== dimensions) {
    throw invalidInput('INVALID', `${name} holds ${numbers.length} numbers; the vectors of this collection have ${dimensions}.`);
  }
  let largest = 0;
  for (let i = 0; i < numbers.length; i++) {
    if (!Number.isFinite(numbers[i])) throw invalidInput('INVALID', `${name} holds a number that is not finite, at index ${i}.`);
    largest = Math.max(largest, Math.abs(numbers[i]!));
  }
  if (largest === 0) throw invalidInput('INVALID', `${name} is all zeros and so has no direction.`);
  // Scaled first, because squares of very large or small numbers leave the range of a double.
  return normalised(Float64Array.from(numbers, (value) => value / largest));
}
