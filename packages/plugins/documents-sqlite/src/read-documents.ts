import { LRUCache } from 'lru-cache';

/** JSON that is remembered, in characters. */
const MAX_CHARACTERS = 2 * 1024 * 1024;
/** Larger documents are read each time. */
const MAX_DOCUMENT_CHARACTERS = MAX_CHARACTERS / 8;

/** A read under way; stale when a write was sent after it. */
interface Reading {
  isStale: boolean;
}

/**
 * Documents that were read lately. The store has its file for itself and calls are answered in turn, so what was read holds until
 * the next write to the same document is sent. A read costs a round trip to the worker, and every verdict needs a few.
 */
export class ReadDocuments {
  /** What was not read for the longest makes room. */
  readonly #kept = new LRUCache<string, string>({
    maxSize: MAX_CHARACTERS,
    maxEntrySize: MAX_DOCUMENT_CHARACTERS,
    sizeCalculation: ({ length }) => length,
  });
  readonly #underWay = new Map<string, Set<Reading>>();

  /** Remembered, or what `read` answers; undefined where there is none, which is not remembered. */
  async get(kind: string, id: string, read: () => Promise<string | undefined>): Promise<string | undefined> {
    const key = keyOf(kind, id);
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const reading: Reading = { isStale: false };
    const others = this.#underWay.get(key) ?? new Set();
    this.#underWay.set(key, others.add(reading));
    try {
      const json = await read();
      if (json !== undefined && !reading.isStale) this.#kept.set(key, json);
      return json;
    } finally {
      others.delete(reading);
      if (others.size === 0) this.#underWay.delete(key);
    }
  }

  /** To be called before a write to the document is sent. */
  forget(kind: string, id: string): void {
    this.#forget(keyOf(kind, id));
  }

  /** To be called before a write to any document of the kind is sent. */
  forgetKind(kind: string): void {
    const start = keyOf(kind, '');
    for (const key of [...this.#kept.keys(), ...this.#underWay.keys()]) if (key.startsWith(start)) this.#forget(key);
  }

  #forget(key: string): void {
    this.#kept.delete(key);
    for (const reading of this.#underWay.get(key) ?? []) reading.isStale = true;
  }
}

/** No name of a kind has a '/'. */
function keyOf(kind: string, id: string): string {
  return `${kind}/${id}`;
}
