import type { ProbeKind, ProbeProblem } from '../logistic.ts';

/** A small generator of uniform numbers in [0, 1), the same from the same seed. */
export function uniform(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

export interface ProblemOptions {
  readonly kind?: ProbeKind;
  readonly classes?: number;
  readonly perClass?: number;
  readonly dimensions?: number;
  /** Beside 1 for the class's own direction. */
  readonly noise?: number;
  /** Length of the text head's rows; 0 for a head that knows nothing. */
  readonly scale?: number;
  /** How far the text head's rows are from the directions of the classes: 0 is on them. */
  readonly headNoise?: number;
  readonly seed?: number;
}

/** Unit vectors around one direction for each class, and a text head whose rows lie near these directions. */
export function problem(options: ProblemOptions = {}): ProbeProblem {
  const { kind = 'softmax', classes = 3, perClass = 8, dimensions = 16, noise = 0.5, scale = 10, headNoise = 0.5, seed = 1 } = options;
  const next = uniform(seed);
  const around = (centre: Float64Array, noise: number): Float64Array => unit(centre.map((value) => value + noise * (next() * 2 - 1)));
  const centres = Array.from({ length: classes }, () => around(new Float64Array(dimensions), 1));
  const labels = Array.from({ length: classes * perClass }, (_, example) => example % classes);
  const targets = new Uint8Array(labels.length * classes);
  for (const [example, label] of labels.entries()) targets[example * classes + label] = 1;
  return {
    kind,
    classes,
    dimensions,
    features: flat(labels.map((label) => around(centres[label]!, noise))),
    targets,
    offsets: new Float64Array(labels.length),
    prior: flat(centres.map((centre) => around(centre, headNoise).map((value) => value * scale))),
  };
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function flat(rows: readonly Float64Array[]): Float64Array {
  return Float64Array.from(rows.flatMap((row) => [...row]));
}
