import {
  type AssetRecord,
  type CollectionSpec,
  type ErrorCode,
  type JsonObject,
  normalised,
  type StoreCapability,
  type VectorStore,
} from '@clipgraph/contracts';
import { expect, type TestContext } from 'vitest';

/** A store that a case may write to. */
export interface OpenedStore {
  /** Empty. The kit closes it. */
  readonly store: VectorStore;
  /** Opens the same data again after `store` was closed; absent where nothing outlives the process. The kit closes that too. */
  readonly reopen?: () => Promise<VectorStore>;
  /** Removes the data; called once, after everything is closed. */
  readonly dispose: () => Promise<void>;
}

export type OpenStore = () => Promise<OpenedStore>;

/** Registers one case, which gets a fresh store. */
export type CaseOf<Store extends VectorStore> = (
  title: string,
  run: (store: Store, opened: OpenedStore, context: TestContext) => Promise<void>,
) => void;

export type StoreCase = CaseOf<VectorStore>;

/** A case of a store that has a capability. */
export type CapabilityCase<Capability extends StoreCapability> = CaseOf<StoreWith<Capability>>;

export type StoreWith<Capability extends StoreCapability> = VectorStore & {
  readonly [Name in Capability]-?: NonNullable<VectorStore[Name]>;
};

/** Runs a check over the same data after a restart; skips where nothing outlives the process. */
export async function afterRestart<Store extends VectorStore>(
  store: Store,
  { reopen }: OpenedStore,
  context: TestContext,
  check: (again: Store) => Promise<void>,
): Promise<void> {
  if (!reopen) return context.skip('nothing outlives the process');
  await store.close();
  const again = await reopen();
  try {
    await check(again as Store);
  } finally {
    await again.close();
  }
}

/** Of the collection {@link filled} makes. */
export const FINGERPRINT = 'fingerprint-a';
export const DIMENSIONS = 4;

export function collectionSpec(changes: Partial<CollectionSpec> = {}): CollectionSpec {
  return { name: 'pictures', fingerprint: FINGERPRINT, model: 'a-model', dimensions: DIMENSIONS, ...changes };
}

/** The unit vector in the direction of some numbers, filled up with zeros. */
export function unit(...numbers: readonly number[]): Float32Array {
  return normalised(Array.from({ length: DIMENSIONS }, (_, i) => numbers[i] ?? 0));
}

export function record(key: string, changes: Partial<AssetRecord> = {}): AssetRecord {
  return { key, payload: {}, vectors: { image: unit(1) }, ...changes };
}

export function withPayload(key: string, payload: JsonObject): AssetRecord {
  return record(key, { payload });
}

/** Makes the collection `pictures` with these records in it. */
export async function filled(store: VectorStore, records: readonly AssetRecord[]): Promise<void> {
  await store.createCollection(collectionSpec());
  await store.upsert('pictures', FINGERPRINT, records);
}

/** The vectors of one record of the collection `pictures`. */
export async function vectorsOf(store: VectorStore, key: string): Promise<AssetRecord['vectors'] | undefined> {
  return (await store.vectors('pictures', [key]))[0];
}

/** Numbers in [0, 1), the same for the same seed: mulberry32. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Pseudo-random unit vectors. */
export function randomUnits(count: number, dimensions: number, seed: number): Float32Array[] {
  const next = random(seed);
  return Array.from({ length: count }, () => normalised(Array.from({ length: dimensions }, () => next() - 0.5)));
}

/** Expects a PluginError of this code, recognised as users of a store do: by its name. */
export async function expectRefusal(promise: Promise<unknown>, code: ErrorCode): Promise<void> {
  await expect(promise).rejects.toMatchObject({ name: 'PluginError', code });
}
