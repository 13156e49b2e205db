import {
  type AssetRecord,
  checkedTiles,
  invalidInput,
  isAssetKey,
  isUnitVector,
  type JsonObject,
  type StoredRecord,
} from '@clipgraph/contracts';
import type { PackedRecords, SentRecord } from './protocol.ts';

/** Checks records and copies them into one message. Throws INVALID_INPUT; an error names a record by its place. */
export function packRecords(records: readonly AssetRecord[]): PackedRecords {
  const vectors: Float32Array[] = [];
  const packed = records.map(({ key, payload, text, imageId, createdAt, vectors: named }, index) => {
    const { image, text: textVector } = named;
    if (!isAssetKey(key)) throw invalidInput('INVALID', `Record ${index}: a key has 1 to 512 characters`);
    if (!image && !textVector) throw invalidInput('INVALID', `Record ${index} has no vector`);
    if (Number.isNaN(createdAt?.getTime())) throw invalidInput('INVALID', `Record ${index}: its time is no time`);
    const tiles = checkedTiles(named, `Record ${index}`);
    for (const vector of [image, textVector, ...tiles.map(({ vector }) => vector)]) {
      if (!vector) continue;
      if (!isUnitVector(vector)) throw invalidInput('INVALID', `Record ${index}: a vector is not of unit length`);
      if (vector.length !== (vectors[0] ?? vector).length) throw invalidInput('INVALID', `Record ${index}: vectors differ in dimensions`);
      vectors.push(vector);
    }
    return {
      key,
      payload: JSON.stringify(payload),
      text: text ?? null,
      imageId: imageId ?? null,
      image: image !== undefined,
      textVector: textVector !== undefined,
      boxes: tiles.map(({ box }) => box),
      createdAt: createdAt?.getTime() ?? null,
    };
  });
  const dimensions = vectors[0]?.length ?? 0;
  const joined = new Float32Array(vectors.length * dimensions);
  vectors.forEach((vector, i) => joined.set(vector, i * dimensions));
  return { records: packed, dimensions, vectors: joined };
}

export function unpackRecord({ key, payload, text, imageId, createdAt }: SentRecord): StoredRecord {
  return {
    key,
    payload: JSON.parse(payload) as JsonObject,
    ...(text !== null && { text }),
    ...(imageId !== null && { imageId }),
    createdAt: new Date(createdAt),
  };
}
