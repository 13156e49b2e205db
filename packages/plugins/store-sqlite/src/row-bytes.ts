import type { CropBox, CropVector } from '@clipgraph/contracts';
import type { TilesRow } from './rows.ts';

/** Vectors as rows hold them: float32, little-endian. */
export function bytesOf(vector: Float32Array | undefined): Uint8Array | null {
  return vector ? new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength) : null;
}

/** A view where the bytes are aligned, else a copy. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  const { buffer, byteOffset, byteLength } = byteOffsetAligned(bytes) ? bytes : bytes.slice();
  return new Float32Array(buffer, byteOffset, byteLength >> 2);
}

function byteOffsetAligned({ byteOffset }: Uint8Array): boolean {
  return byteOffset % 4 === 0;
}

/** Null without tiles. */
export function tilesRow(boxes: readonly CropBox[], vectors: readonly Float32Array[]): TilesRow | null {
  if (boxes.length === 0) return null;
  const numbers = boxes.flatMap(({ left, top, width, height }) => [left, top, width, height]);
  const joined = new Float32Array(vectors.length * vectors[0]!.length);
  for (const [i, vector] of vectors.entries()) joined.set(vector, i * vector.length);
  return { boxes: bytesOf(Float32Array.from(numbers))!, vectors: bytesOf(joined)! };
}

export function tilesOf(row: TilesRow): CropVector[] {
  const [boxes, vectors] = [floatsOf(row.boxes), floatsOf(row.vectors)];
  const count = boxes.length / 4;
  const dimensions = vectors.length / count;
  return Array.from({ length: count }, (_, i) => {
    const [left, top, width, height] = boxes.subarray(i * 4, i * 4 + 4);
    const box = { left: left!, top: top!, width: width!, height: height! };
    return { box, vector: vectors.slice(i * dimensions, (i + 1) * dimensions) };
  });
}
