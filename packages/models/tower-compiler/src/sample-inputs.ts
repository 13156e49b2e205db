/** What towers are compared on: the same in every build. */
export interface SampleInputs {
  /** RGB bytes, [size, size, 3] each. */
  readonly pictures: readonly Uint8Array[];
  readonly texts: readonly Int32Array[];
}

const PICTURES = 8;
const TEXTS = 16;

/** Half of the pictures noise, half smooth; texts of any tokens, from the shortest to the longest. */
export function sampleInputs(imageSize: number, vocabulary: number, contextLength: number): SampleInputs {
  const random = seededRandom(1);
  const pictures = Array.from({ length: PICTURES }, (_, picture) => {
    const slopes = Array.from({ length: 3 }, () => [random() * 255, random() * 255] as const);
    return Uint8Array.from({ length: imageSize ** 2 * 3 }, (_, i) => {
      if (picture % 2 === 0) return random() * 256;
      const [down, right] = slopes[i % 3]!;
      const [y, x] = [Math.floor(i / 3 / imageSize) / imageSize, (Math.floor(i / 3) % imageSize) / imageSize];
      return (down * y + right * x) / 2;
    });
  });
  const shortest = Math.min(3, contextLength);
  const texts = Array.from({ length: TEXTS }, (_, text) => {
    const length = shortest + Math.round(((contextLength - shortest) * text) / (TEXTS - 1));
    return Int32Array.from({ length }, () => random() * vocabulary);
  });
  return { pictures, texts };
}

/** From 0 to 1, by a linear congruential generator (Numerical Recipes). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
