/** The numbers of a vector in the API's base64: little-endian float32. Throws a RangeError for anything else. */
export function decodeVector(base64: string): Float32Array {
  const bytes = binary(base64);
  if (bytes === undefined || bytes.length % 4 !== 0) throw new RangeError('This is not base64 of float32 numbers.');
  const view = new DataView(new ArrayBuffer(bytes.length));
  for (let i = 0; i < bytes.length; i++) view.setUint8(i, bytes.charCodeAt(i));
  // Through a DataView, because a typed array has the byte order of the machine.
  return Float32Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(i * 4, true));
}

/** The base64 that `SearchQuery.vectorBase64` takes. */
export function encodeVector(vector: ArrayLike<number>): string {
  const view = new DataView(new ArrayBuffer(vector.length * 4));
  for (let i = 0; i < vector.length; i++) view.setFloat32(i * 4, vector[i]!, true);
  let bytes = '';
  for (let i = 0; i < view.byteLength; i++) bytes += String.fromCharCode(view.getUint8(i));
  return btoa(bytes);
}

function binary(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}
