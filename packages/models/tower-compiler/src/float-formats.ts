/** Bytes of one element, by the dtype's name in a safetensors header. */
export const ELEMENT_BYTES: Readonly<Record<string, number>> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  I16: 2,
  U16: 2,
  F16: 2,
  BF16: 2,
  I32: 4,
  U32: 4,
  F32: 4,
  I64: 8,
  U64: 8,
  F64: 8,
};

/**
 * The dtypes that weights may have, each with its way to float32; every value of theirs has an exact one. The file is
 * little-endian, and so is every machine that Node runs on.
 */
export const WEIGHT_FORMATS: Readonly<Record<string, (bytes: ArrayBuffer) => Float32Array<ArrayBuffer>>> = {
  F32: (bytes) => new Float32Array(bytes),
  F16: (bytes) => new Float32Array(new Uint16Array(bytes)).map((bits) => FROM_FLOAT16[bits]!),
  // The upper half of a float32.
  BF16: (bytes) => new Float32Array(new Uint32Array(new Uint16Array(bytes)).map((bits) => bits << 16).buffer),
};

/** All 65,536 of them: checkpoints have hundreds of millions of values. */
const FROM_FLOAT16 = Float32Array.from({ length: 65_536 }, (_, bits) => {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
});
