const BYTES = Float32Array.BYTES_PER_ELEMENT;

/** The numbers of a vector as little-endian float32, whatever the machine's own order, in base64: in answers and in documents. */
export function vectorToBase64(vector: Float32Array): string {
  const bytes = Buffer.allocUnsafe(vector.length * BYTES);
  for (let i = 0; i < vector.length; i++) bytes.writeFloatLE(vector[i]!, i * BYTES);
  return bytes.toString('base64');
}

/** Of a text that {@link vectorToBase64} made. Of any other, what its whole numbers are; check the length. */
export function vectorFromBase64(text: string): Float32Array {
  const bytes = Buffer.from(text, 'base64');
  return Float32Array.from({ length: Math.floor(bytes.length / BYTES) }, (_, i) => bytes.readFloatLE(i * BYTES));
}
