import { checkedCrops, type CropVector, MAX_CROPS, type CropBox } from '../crops.ts';
import { invalidInput, PluginError } from '../errors.ts';
import { isUnitVector } from '../vector.ts';
import { isAssetKey, isCollectionName } from './names.ts';
import type { VectorQuery } from './queries.ts';
import type { RecommendQuery } from './recommendations.ts';
import type { AssetRecord, CollectionSpec, RecordVectors } from './records.ts';

/*
 * What every store has to refuse, so that each refuses it with the same words. All throw INVALID_INPUT where nothing else is
 * said; messages name a record by its place in the call.
 */

/** A copy without what does not belong to it. */
export function checkedSpec(
  { name, fingerprint, model, dimensions, crops }: CollectionSpec,
  { maxDimensions = 65_535 }: { readonly maxDimensions?: number } = {},
): CollectionSpec {
  if (!isCollectionName(name)) {
    throw invalidInput('INVALID', 'A collection name has 1 to 64 letters, digits, _ and -, a letter or digit first');
  }
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > maxDimensions) {
    throw invalidInput('INVALID', `Dimensions are a whole number from 1 to ${maxDimensions}`);
  }
  return { name, fingerprint, model, dimensions, ...(crops && { crops: checkedCrops(crops) }) };
}

/** The collection that a store found: NOT_FOUND where it is none, CONFLICT where it has another fingerprint than the one given. */
export function checkedCollection<Found extends Pick<CollectionSpec, 'fingerprint'>>(
  found: Found | undefined,
  fingerprint?: string,
): Found {
  if (!found) throw new PluginError('NOT_FOUND', 'There is no such collection');
  if (fingerprint !== undefined && fingerprint !== found.fingerprint) {
    throw new PluginError('CONFLICT', 'The collection holds vectors of another model');
  }
  return found;
}

export function checkLimit(limit: number): void {
  if (!Number.isInteger(limit) || limit < 1) throw invalidInput('INVALID', 'A limit is a whole number of at least 1');
}

export function checkQuery({ vector, limit }: Pick<VectorQuery, 'vector' | 'limit'>, dimensions: number): void {
  checkLimit(limit);
  checkUnit(vector, 'The query vector');
  checkDimensions(vector.length, dimensions, 'The query vector');
}

export function checkRecommendQuery({ positive, negative, limit }: RecommendQuery, dimensions?: number): void {
  checkLimit(limit);
  const examples = [...positive, ...negative];
  if (examples.length === 0) throw invalidInput('EMPTY', 'A recommendation needs an example');
  for (const example of examples) {
    checkUnit(example, 'An example');
    checkDimensions(example.length, dimensions ?? examples[0]!.length, 'An example');
  }
}

/** `what` begins the message. */
export function checkUnit(vector: Float32Array, what: string): void {
  if (!isUnitVector(vector)) throw invalidInput('INVALID', `${what} is not of unit length`);
}

/** `what` begins the message. */
export function checkDimensions(length: number, dimensions: number, what: string): void {
  if (length !== dimensions) throw invalidInput('INVALID', `${what} has ${length} dimensions, the collection's have ${dimensions}`);
}

/** What is wrong with a record whatever its collection; returns its vectors, the image's first, then the text's and those of parts. */
export function checkedVectors({ key, vectors, createdAt }: AssetRecord, place: number): readonly Float32Array[] {
  if (!isAssetKey(key)) throw invalidInput('INVALID', `Record ${place}: a key has 1 to 512 characters`);
  const whole = [vectors.image, vectors.text].filter((vector) => vector !== undefined);
  if (whole.length === 0) throw invalidInput('INVALID', `Record ${place} has no vector`);
  if (Number.isNaN(createdAt?.getTime())) throw invalidInput('INVALID', `Record ${place}: its time is no time`);
  for (const vector of whole) checkUnit(vector, `Record ${place}: a vector`);
  return [...whole, ...checkedTiles(vectors, `Record ${place}`).map(({ vector }) => vector)];
}

/** Copies that nobody else holds, the last one of each key, fit for a collection. */
export function checkedRecords(records: readonly AssetRecord[], { dimensions, crops }: CollectionSpec): AssetRecord[] {
  const byKey = new Map<string, AssetRecord>();
  for (const [place, record] of records.entries()) {
    for (const { length } of checkedVectors(record, place)) checkDimensions(length, dimensions, `Record ${place}: a vector`);
    if (record.vectors.crops?.length && crops?.keep !== 'each') throw noCropsKept();
    byKey.set(record.key, copyOf(record));
  }
  return [...byKey.values()];
}

/** For vectors of parts of pictures where the collection, or the store, keeps none. */
export function noCropsKept(): PluginError {
  return invalidInput('INVALID', 'The collection keeps no vectors of parts of pictures');
}

function copyOf({ key, payload, text, imageId, createdAt, vectors: { image, text: ofText, crops } }: AssetRecord): AssetRecord {
  return {
    key,
    payload: structuredClone(payload),
    // As databases keep it: UTF-8 has no half surrogates.
    ...(text !== undefined && { text: text.toWellFormed() }),
    ...(imageId !== undefined && { imageId }),
    ...(createdAt && { createdAt: new Date(createdAt) }),
    vectors: {
      ...(image && { image: image.slice() }),
      ...(ofText && { text: ofText.slice() }),
      ...(crops?.length && { crops: crops.map(({ box, vector }) => ({ box: { ...box }, vector: vector.slice() })) }),
    },
  };
}

/** The vectors of a record's tiles, none being the same as an empty list. `what` begins the message. */
export function checkedTiles({ image, crops = [] }: RecordVectors, what: string): readonly CropVector[] {
  if (crops.length > 0 && !image) throw invalidInput('INVALID', `${what} has vectors of parts of a picture and none of the picture`);
  if (crops.length > MAX_CROPS) throw invalidInput('INVALID', `${what} has vectors of more than ${MAX_CROPS} parts`);
  for (const { box, vector } of crops) {
    if (!isInside(box)) throw invalidInput('INVALID', `${what}: a part is not inside the picture`);
    if (!isUnitVector(vector)) throw invalidInput('INVALID', `${what}: a part's vector is not of unit length`);
  }
  return crops;
}

/** A share in float32 may be off by this much. */
const ROUNDING = 1e-6;

function isInside({ left, top, width, height }: CropBox): boolean {
  return left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= 1 + ROUNDING && top + height <= 1 + ROUNDING;
}
