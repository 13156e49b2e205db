/** A vector as it is kept in a document: base64 of little-endian float32. */
export function vectorText({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64');
}

/** Of a text that {@link vectorText} made. */
export function vectorFrom(text: string): Float32Array {
  // Copied, because the bytes of a Buffer may begin at an address that no float can.
  return new Float32Array(Uint8Array.from(Buffer.from(text, 'base64')).buffer);
}
