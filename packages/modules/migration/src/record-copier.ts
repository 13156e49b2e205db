import type { AssetRecord, StoredRecord, VectorStore } from '@clipgraph/contracts';
import { keysOf, recordPages } from '@clipgraph/store-kit';
import pLimit from 'p-limit';

import { embeddedRecord, isFailure, type EmbeddingParts } from './embedded-record.ts';
import type { MigrationFailure } from './migration-record.ts';

/** Records that are compared at once. */
const PAGE_SIZE = 64;
/** Pictures in memory at once; batches are made of them. */
const EMBEDDED_AT_ONCE = 16;

/** What is copied, and where to: names in the store. */
export interface CopyPlan {
  readonly source: string;
  readonly target: string;
  readonly fingerprint: string;
}

/**
 * Makes the target equal to the source, except for its vectors, which are the other model's. What is the same already is
 * left alone, so that doing it again costs little: it is how a migration goes on after a stop, and how an undo finds what
 * came later.
 */
export interface RecordCopier {
  /** Those that failed at the last try, by key. */
  readonly failures: ReadonlyMap<string, MigrationFailure>;
  /** Records as the source has them. */
  copy(records: readonly StoredRecord[]): Promise<void>;
  /** Whatever the source has under the keys now, nothing included. */
  copyKeys(keys: readonly string[]): Promise<void>;
  /** Removes from the target what the source has not, but for some keys. */
  removeOthers(except: ReadonlySet<string>): Promise<void>;
}

export function recordCopier(
  store: VectorStore,
  { source, target, fingerprint }: CopyPlan,
  parts: EmbeddingParts,
  signal: AbortSignal,
): RecordCopier {
  const failures = new Map<string, MigrationFailure>();

  /** Not yet in the target as they are; a payload alone needs no model. */
  async function different(records: readonly StoredRecord[]): Promise<StoredRecord[]> {
    const copies = await store.get(
      target,
      records.map(({ key }) => key),
    );
    const wanted: StoredRecord[] = [];
    for (const [index, record] of records.entries()) {
      const copy = copies[index];
      if (!copy || copy.imageId !== record.imageId || copy.text !== record.text) wanted.push(record);
      else if (JSON.stringify(copy.payload) !== JSON.stringify(record.payload)) await store.setPayload(target, record.key, record.payload);
    }
    return wanted;
  }

  async function copy(records: readonly StoredRecord[]): Promise<void> {
    signal.throwIfAborted();
    const inTurn = pLimit(EMBEDDED_AT_ONCE);
    const broken = new AbortController();
    const either = AbortSignal.any([signal, broken.signal]);
    const settled = await Promise.allSettled(
      (await different(records)).map((record) =>
        inTurn(() => embeddedRecord(record, parts, either)).catch((error: unknown) => {
          // No use to embed the others first; but none may go on unseen.
          broken.abort(error);
          throw error;
        }),
      ),
    );
    signal.throwIfAborted();
    broken.signal.throwIfAborted();
    const copies: AssetRecord[] = [];
    const failed: MigrationFailure[] = [];
    for (const outcome of settled) {
      if (outcome.status === 'rejected') throw outcome.reason;
      if (isFailure(outcome.value)) failed.push(outcome.value);
      else copies.push(outcome.value);
    }
    await store.upsert(target, fingerprint, copies);
    // Of what an asset was before it changed, nothing may stay.
    if (failed.length > 0) await store.delete(target, keysOf(failed));
    for (const { key } of records) failures.delete(key);
    for (const failure of failed) failures.set(failure.key, failure);
  }

  return {
    failures,
    copy,
    async copyKeys(keys) {
      const records = await store.get(source, keys);
      const gone = keys.filter((_, index) => !records[index]);
      if (gone.length > 0) await store.delete(target, gone);
      for (const key of gone) failures.delete(key);
      await copy(records.filter((record) => record !== undefined));
    },
    async removeOthers(except) {
      for await (const page of recordPages(store, target, { pageSize: PAGE_SIZE })) {
        signal.throwIfAborted();
        const keys = keysOf(page);
        const records = await store.get(source, keys);
        const others = keys.filter((key, index) => !records[index] && !except.has(key));
        if (others.length > 0) await store.delete(target, others);
      }
    },
  };
}
