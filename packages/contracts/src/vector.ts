/** Cosine of two unit vectors of the same length: their dot product. */
export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Cosine of two unit vectors, -1 to 1: what rounding carries past that is clamped. */
export function cosine(a: Float32Array, b: Float32Array): number {
  return Math.max(-1, Math.min(1, dot(a, b)));
}

/** A copy of unit length. Zero and non-finite vectors have no direction and are returned as NaN. */
export function normalised(vector: ArrayLike<number>): Float32Array {
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += vector[i]! * vector[i]!;
  const scale = 1 / Math.sqrt(squares);
  return Float32Array.from(vector, (value) => value * scale);
}

/** The direction of the mean of unit vectors: how prompts and examples are averaged. */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float64Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (let i = 0; i < sum.length; i++) sum[i]! += vector[i]!;
  return normalised(sum);
}

/** Whether every component is finite and the length is 1 within float32's reach. */
export function isUnitVector(vector: Float32Array): boolean {
  const length = Math.sqrt(dot(vector, vector));
  return Math.abs(length - 1) < 1e-3;
}
