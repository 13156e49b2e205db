import type { Crops, CropVector } from '../crops.ts';
import type { JsonObject } from '../json.ts';
import type { Modality } from '../model.ts';

/** What a collection is made of. None of it changes later. */
export interface CollectionSpec {
  /** As `isCollectionName` says. Names that differ in case are different. */
  readonly name: string;
  /** Fingerprint of the only model whose vectors it takes. */
  readonly fingerprint: string;
  /** The model's name, to be shown. */
  readonly model: string;
  /** Components of every vector: a whole number of at least 1. */
  readonly dimensions: number;
  /**
   * How its pictures are embedded, where that is not as a whole. A store only keeps it. With `keep: 'each'` records have
   * vectors of tiles, which takes the capability `crops`: a store without it is never asked for such a collection.
   */
  readonly crops?: Crops;
}

export interface CollectionInfo extends CollectionSpec {
  readonly createdAt: Date;
}

/** Unit vectors by what they were made from. */
export interface RecordVectors extends Readonly<Partial<Record<Modality, Float32Array>>> {
  /** Of parts of the picture, in their order. Only beside `image`, and only in a collection with `keep: 'each'`. */
  readonly crops?: readonly CropVector[];
}

/** A picture, a text, or both, with the caller's own data. */
export interface AssetRecord {
  /** The caller's own id, unique in its collection; any text that `isAssetKey` allows. */
  readonly key: string;
  readonly payload: JsonObject;
  readonly text?: string;
  /** Content id (sha256, hexadecimal) of the stored picture. */
  readonly imageId?: string;
  /** An image's or a text's, at least. */
  readonly vectors: RecordVectors;
  /** Of a copy: when the original was first inserted. Default: now. A record that replaces another has the other one's. */
  readonly createdAt?: Date;
}

export interface StoredRecord extends Omit<AssetRecord, 'vectors'> {
  /** First insertion under this key; a replacement keeps it. */
  readonly createdAt: Date;
}
