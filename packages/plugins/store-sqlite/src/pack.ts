import { type AssetRecord, checkedVectors, invalidInput, type JsonObject, type StoredRecord } from '@clipgraph/contracts';
import type { PackedRecords, SentRecord } from './protocol.ts';

/** Checks records and copies them into one message. Throws INVALID_INPUT; an error names a record by its place. */
export function packRecords(records: readonly AssetRecord[]): PackedRecords {
  const vectors: Float32Array[] = [];
  const packed = records.map((record, index) => {
    const { key, payload, text, imageId, createdAt, vectors: named } = record;
    for (const vector of checkedVectors(record, index)) {
      if (vector.length !== (vectors[0] ?? vector).length) throw invalidInput('INVALID', `Record ${index}: vectors differ in dimensions`);
      vectors.push(vector);
    }
    return {
      key,
      payload: JSON.stringify(payload),
      text: text ?? null,
      imageId: imageId ?? null,
      image: named.image !== undefined,
      textVector: named.text !== undefined,
      boxes: (named.crops ?? []).map(({ box }) => box),
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
