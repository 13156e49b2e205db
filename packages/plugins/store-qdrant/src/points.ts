import {
  type AssetRecord,
  checkedVectors,
  type CropBox,
  type JsonObject,
  type Modality,
  noCropsKept,
  type RecordVectors,
  type StoredRecord,
  WHOLE_BOX,
} from '@clipgraph/contracts';
import { type Facts, factsOf } from './facts.ts';
import { type KeyOrder, keyOrder } from './key-order.ts';
import { WrongAnswer } from './qdrant-errors.ts';
import { recordWords, type SparseVector } from './words.ts';

/** What a point's payload holds. The caller's own is one text in it, so that no name in it can be taken for one of these. */
export interface PointPayload extends Facts {
  readonly key: string;
  readonly order: KeyOrder;
  readonly imageId?: string;
  readonly text?: string;
  /** JSON: comes back to the bit, whatever the engine does with numbers, depth and half surrogates. */
  readonly payload: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** What each vector of `crops` was made of, the whole picture first. */
  readonly boxes?: readonly CropBox[];
}

/**
 * Qdrant's named vectors of a point; `words` are the keyword leg's. `crops` are the picture's once more and its tiles', for a
 * query can be compared with one named vector only.
 */
export type PointVector = Readonly<Partial<Record<Modality, number[]>> & { words?: SparseVector; crops?: number[][] }>;

export interface Point {
  readonly id: string;
  readonly vector: PointVector;
  readonly payload: PointPayload;
}

/** A checked copy of a record, before it is known since when its key is there. */
export interface Draft {
  /** In the call. */
  readonly place: number;
  readonly dimensions: readonly number[];
  readonly vector: PointVector;
  readonly tiles: readonly { readonly box: CropBox; readonly vector: number[] }[];
  readonly payload: Omit<PointPayload, 'createdAt'>;
  /** Of a copy, in milliseconds since 1970; undefined for now. */
  readonly createdAt: number | undefined;
}

/** The fields of a point's payload that make a {@link StoredRecord}. */
export const RECORD_FIELDS: readonly (keyof PointPayload)[] = ['key', 'imageId', 'text', 'createdAt', 'payload'];

const MODALITIES: readonly Modality[] = ['image', 'text'];

/** Most points and about the most bytes of one request; Qdrant takes 32 MiB. */
export const BATCH_POINTS = 256;
const BATCH_BYTES = 8 * 1024 * 1024;
const BYTES_OF_A_NUMBER = 21;

/** Copies records, the last one of each key. Throws INVALID_INPUT, which names a record by its place. */
export function draftsOf(records: readonly AssetRecord[]): Draft[] {
  const drafts = new Map<string, Draft>();
  for (const [place, record] of records.entries()) {
    const dimensions = checkedVectors(record, place).map(({ length }) => length);
    const { key, payload, text, imageId, createdAt, vectors } = record;
    const named = MODALITIES.flatMap((name) => (vectors[name] ? [[name, Array.from(vectors[name])] as const] : []));
    const words = recordWords(text, payload);
    drafts.set(key, {
      place,
      createdAt: createdAt?.getTime(),
      dimensions,
      vector: { ...Object.fromEntries(named), ...(words && { words }) },
      tiles: (vectors.crops ?? []).map(({ box, vector }) => ({ box, vector: Array.from(vector) })),
      payload: {
        key,
        order: keyOrder(key),
        ...(imageId !== undefined && { imageId }),
        // As SQLite keeps it: UTF-8 has no half surrogates.
        ...(text !== undefined && { text: text.toWellFormed() }),
        ...storedPayload(payload),
      },
    });
  }
  return [...drafts.values()];
}

/** What points hold beyond that where the collection keeps crops. Throws INVALID_INPUT for tiles where it keeps none. */
export function withCrops({ vector, tiles }: Draft, keepsCrops: boolean): { vector: PointVector; boxes?: readonly CropBox[] } {
  if (!keepsCrops) {
    if (tiles.length > 0) throw noCropsKept();
    return { vector };
  }
  if (!vector.image) return { vector };
  const pieces = [{ box: WHOLE_BOX, vector: vector.image }, ...tiles];
  return { vector: { ...vector, crops: pieces.map((piece) => piece.vector) }, boxes: pieces.map(({ box }) => box) };
}

/** What a point keeps of a caller's payload. */
export function storedPayload(payload: JsonObject): Facts & { readonly payload: string } {
  return { ...factsOf(payload), payload: JSON.stringify(payload) };
}

/** Points in batches of a size that one request may have. */
export function* inBatches(points: Iterable<Point>): Generator<Point[]> {
  let batch: Point[] = [];
  let bytes = 0;
  for (const point of points) {
    const size = sizeOf(point);
    if (batch.length === BATCH_POINTS || (batch.length > 0 && bytes + size > BATCH_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(point);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/** Roughly, in JSON. */
function sizeOf({ vector, payload: { payload, text = '', facts } }: Point): number {
  const { image = [], text: textVector = [], crops = [], words } = vector;
  const numbers = image.length * (1 + crops.length) + textVector.length + 2 * (words?.indices.length ?? 0);
  return numbers * BYTES_OF_A_NUMBER + 2 * (payload.length + text.length) + facts.length * 100;
}

/** Throws a {@link WrongAnswer} for a point that this adapter did not write. */
export function recordOf(payload: unknown): StoredRecord {
  const { key, payload: json, text, imageId, createdAt } = (payload ?? {}) as Partial<PointPayload>;
  if (typeof key !== 'string' || typeof json !== 'string' || typeof createdAt !== 'number') throw new WrongAnswer('no record');
  return {
    key,
    payload: JSON.parse(json) as JsonObject,
    ...(typeof text === 'string' && { text }),
    ...(typeof imageId === 'string' && { imageId }),
    createdAt: new Date(createdAt),
  };
}

/** The named vectors of a point, as it came back; the boxes where those of its tiles were asked for. */
export function vectorsOf(vector: unknown, boxes?: unknown): RecordVectors {
  if (typeof vector !== 'object' || vector === null) throw new WrongAnswer('no vectors');
  const named = vector as Partial<Record<Modality | 'crops', unknown>>;
  const vectors: RecordVectors = Object.fromEntries(
    MODALITIES.flatMap((name) => (Array.isArray(named[name]) ? [[name, Float32Array.from(named[name])]] : [])),
  );
  if (!Array.isArray(named.crops) || !Array.isArray(boxes) || boxes.length < 2) return vectors;
  if (boxes.length !== named.crops.length) throw new WrongAnswer('other tiles than boxes');
  const pieces = (named.crops as number[][]).map((crop, i) => ({ box: boxes[i] as CropBox, vector: Float32Array.from(crop) }));
  return { ...vectors, crops: pieces.slice(1) };
}
