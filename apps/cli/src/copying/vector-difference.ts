import { normalised, type AssetRecord, type CropBox, type CropVector } from '@clipgraph/contracts';

type Vectors = AssetRecord['vectors'];

/** What an engine that brings vectors to unit length in float32, as Qdrant does, may change of a component. */
export const TOLERANCE = 1e-6;

/**
 * The largest difference of two components, both sides at unit length; Infinity where one has a vector that the other
 * has not, or one of another part of the picture.
 */
export function vectorDifference(a: Vectors, b: Vectors): number {
  const named = (['image', 'text'] as const).map((name) => difference(a[name], b[name]));
  return Math.max(...named, tileDifference(a.crops ?? [], b.crops ?? []));
}

function tileDifference(a: readonly CropVector[], b: readonly CropVector[]): number {
  if (a.length !== b.length) return Infinity;
  const differences = a.map(({ box, vector }, i) => (isSameBox(box, b[i]!.box) ? difference(vector, b[i]!.vector) : Infinity));
  return Math.max(0, ...differences);
}

function isSameBox(a: CropBox, b: CropBox): boolean {
  return a.left === b.left && a.top === b.top && a.width === b.width && a.height === b.height;
}

function difference(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a && !b) return 0;
  if (a?.length !== b?.length) return Infinity;
  const [one, other] = [normalised(a!), normalised(b!)];
  let largest = 0;
  for (let i = 0; i < one.length; i++) largest = Math.max(largest, Math.abs(one[i]! - other[i]!));
  return largest;
}
