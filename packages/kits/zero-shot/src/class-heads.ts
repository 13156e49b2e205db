import { createHash } from 'node:crypto';

import { invalidInput, isPluginError, meanDirection, type Embedder, type KeptVectors } from '@clipgraph/contracts';
import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';

import { promptsOf, type LabelClass } from './label-class.ts';
import { singleFlight } from './single-flight.ts';

/** The vector that stands for a class: the direction of the mean of its prompts' unit vectors. */
export interface ClassHeads {
  /** How many prompts would have to be embedded now. */
  uncachedPrompts(embedder: Embedder, classes: readonly LabelClass[]): number;
  /** In the order of the classes. Rejects with the first error; INVALID_INPUT names the class. */
  of(embedder: Embedder, classes: readonly LabelClass[], signal: AbortSignal): Promise<Float32Array[]>;
}

/** Enough to keep every run full; more would only crowd other requests out of the embedder's queue. */
const PROMPTS_AT_ONCE = 128;
/** What an entry takes beside its vector and its key's characters, roughly. */
const ENTRY_BYTES = 200;

/**
 * Heads, cached by model and content in at most `maxBytes` of memory, and in `kept` where that is given; requests that need
 * the same head at once share its work.
 */
export function classHeads(maxBytes: number, kept?: KeptVectors): ClassHeads {
  const cache = new LRUCache<string, Float32Array>({
    maxSize: maxBytes,
    sizeCalculation: (head, key) => head.byteLength + 2 * key.length + ENTRY_BYTES,
  });
  const shared = singleFlight<Float32Array>();
  const find = (key: string, { model }: Embedder): Float32Array | undefined => {
    const inMemory = cache.get(key);
    if (inMemory) return inMemory;
    const known = kept?.get(keptKey(key), model.dimensions);
    if (known) cache.set(key, known);
    return known;
  };

  return {
    uncachedPrompts(embedder, classes) {
      const keyOf = headKeys(embedder.model.fingerprint);
      return classes.reduce((sum, one) => (find(keyOf(one), embedder) ? sum : sum + one.templates.length), 0);
    },
    async of(embedder, classes, signal) {
      const keyOf = headKeys(embedder.model.fingerprint);
      const inSlot = pLimit(PROMPTS_AT_ONCE);
      const embedded = (prompt: string, signal: AbortSignal) => inSlot(() => embedder.embedText(prompt, { signal }));
      return allOrFirstError(classes, signal, (one, signal) => {
        const key = keyOf(one);
        const cached = find(key, embedder);
        if (cached) return Promise.resolve(cached);
        return shared(key, signal, async (signal) => {
          const embeddings = await allOrFirstError(promptsOf(one), signal, embedded);
          const head = meanDirection(embeddings.map(({ vector }) => vector));
          cache.set(key, head);
          kept?.put(keptKey(key), head);
          return head;
        }).catch((error: unknown) => {
          throw named(error, one);
        });
      });
    },
  };
}

/** A key for a class: everything that its head depends on. A list of templates that many classes share is hashed once. */
function headKeys(fingerprint: string): (one: LabelClass) => string {
  const hashes = new Map<readonly string[], string>();
  return ({ name, templates }) => {
    let hash = hashes.get(templates);
    if (hash === undefined) {
      hash = createHash('sha256')
        .update(JSON.stringify([fingerprint, templates]))
        .digest('base64');
      hashes.set(templates, hash);
    }
    return hash + name.trim();
  };
}

function keptKey(key: string): Uint8Array {
  return createHash('sha256').update('head\n').update(key).digest();
}

/** Like Promise.all, but when one fails the rest are told to stop, and have stopped when this rejects. */
async function allOrFirstError<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
): Promise<Result[]> {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const settled = await Promise.allSettled(
    items.map(async (item) => {
      try {
        return await work(item, either);
      } catch (error) {
        failure.abort(error);
        throw error;
      }
    }),
  );
  if (failure.signal.aborted) throw failure.signal.reason;
  return settled.map((outcome) => (outcome as PromiseFulfilledResult<Result>).value);
}

function named(error: unknown, { path }: LabelClass): unknown {
  return isPluginError(error) && error.code === 'INVALID_INPUT'
    ? invalidInput(error.input ?? 'INVALID', `${path}: ${error.message}`, error)
    : error;
}
