/** Side of the grey square that is hashed. */
export const HASHED_SIDE = 32;
/** One bit for each of this many frequencies. */
const BITS = 64;
/** Levels; below it, a picture is as good as of one colour, and its bits would be noise. */
const LEAST_CONTRAST = 2;

/** `[across, down]` of the lowest frequencies but the mean, in the order of their sum. */
const FREQUENCIES: readonly (readonly [number, number])[] = Array.from({ length: HASHED_SIDE ** 2 }, (_, i): [number, number] => [
  i % HASHED_SIDE,
  Math.floor(i / HASHED_SIDE),
])
  .sort(([a, b], [c, d]) => a + b - (c + d) || a - c)
  .slice(1, BITS + 1);

/** `COSINES[frequency][place]` of the discrete cosine transform (DCT-II). */
const COSINES: readonly Float64Array[] = Array.from({ length: 1 + Math.max(...FREQUENCIES.flat()) }, (_, frequency) =>
  Float64Array.from({ length: HASHED_SIDE }, (_, place) => Math.cos((Math.PI * frequency * (2 * place + 1)) / (2 * HASHED_SIDE))),
);

/**
 * A hash of what a picture looks like, after Zauner's pHash ("Implementation and benchmarking of perceptual image hash
 * functions", 2010): of the 64 lowest frequencies of its brightness, which are above their median. Pictures that were
 * resized or encoded again differ in few of the bits, unrelated ones in about half. A mirrored picture is another one.
 *
 * @param rgb bytes of {@link HASHED_SIDE} × {@link HASHED_SIDE} × 3, row by row
 * @returns 16 hexadecimal digits; undefined for a picture of almost one brightness, which has nothing to be known by
 */
export function perceptualHash(rgb: Uint8Array): string | undefined {
  const grey = Float64Array.from({ length: HASHED_SIDE ** 2 }, (_, i) => brightness(rgb, 3 * i));
  if (contrast(grey) < LEAST_CONTRAST) return undefined;
  const amounts = FREQUENCIES.map(([across, down]) => amountOf(grey, COSINES[across]!, COSINES[down]!));
  const sorted = amounts.toSorted((a, b) => a - b);
  const median = (sorted[BITS / 2 - 1]! + sorted[BITS / 2]!) / 2;
  let bits = 0n;
  for (const amount of amounts) bits = (bits << 1n) | (amount > median ? 1n : 0n);
  return bits.toString(16).padStart(16, '0');
}

/** Of ITU-R BT.601. */
function brightness(rgb: Uint8Array, at: number): number {
  return 0.299 * rgb[at]! + 0.587 * rgb[at + 1]! + 0.114 * rgb[at + 2]!;
}

/** The standard deviation. */
function contrast(grey: Float64Array): number {
  const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
  return Math.sqrt(grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / grey.length);
}

function amountOf(grey: Float64Array, across: Float64Array, down: Float64Array): number {
  let sum = 0;
  for (let y = 0; y < HASHED_SIDE; y++) {
    let row = 0;
    for (let x = 0; x < HASHED_SIDE; x++) row += grey[y * HASHED_SIDE + x]! * across[x]!;
    sum += row * down[y]!;
  }
  return sum;
}
