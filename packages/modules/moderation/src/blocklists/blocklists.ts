import { randomUUID } from 'node:crypto';

import {
  compareCodePoints,
  invalidInput,
  isCollectionName,
  isPluginError,
  PluginError,
  type Clock,
  type Condition,
  type DocumentQuery,
  type DocumentStore,
} from '@clipgraph/contracts';
import { documentsOf } from '@clipgraph/module-kit';
import { LRUCache } from 'lru-cache';

import { blocklistIndex, type BlocklistIndex } from './blocklist-index.ts';
import { blocklistDocument, blocklistFrom, entryDocument, entryFrom, type Blocklist, type BlocklistEntry } from './blocklist.ts';
import { blocklistEntryKind, blocklistKind } from '../kinds.ts';
import { MAX_BLOCKLIST_ENTRIES, MAX_BLOCKLISTS } from '../limits.ts';
import type { PolicyVersion } from '../policy/policy.ts';

/** Documents of one request to the store, of about 3 KB each. */
const LOADED_AT_ONCE = 500;

/** The lists of known pictures, each with an index in memory that follows its changes. */
export interface Blocklists {
  /** CONFLICT for a name that is taken, INVALID_INPUT for one that cannot be. */
  create(name: string): Promise<Blocklist>;
  /** By name. */
  all(): Promise<Blocklist[]>;
  find(name: string): Promise<Blocklist | undefined>;
  /** Pictures in a list; with a fingerprint, those whose vectors another model made. Nothing is loaded for it. */
  count(name: string, notOf?: string): Promise<number>;
  /** Of a list that was found; as of now. */
  index(list: Blocklist): Promise<BlocklistIndex>;
  /** By name, of every list that the policy looks in; CONFLICT where one was deleted. */
  indexesOf(policy: Pick<PolicyVersion, 'rules'>): Promise<ReadonlyMap<string, BlocklistIndex>>;
  /** Adds each, or replaces what there was of the same picture. NOT_FOUND without the list, INVALID_INPUT when it would be too long. */
  add(name: string, entries: readonly BlocklistEntry[]): Promise<void>;
  /** How many there were. */
  remove(name: string, contentHashes: readonly string[]): Promise<number>;
  /** False when there was none. */
  delete(name: string): Promise<boolean>;
  entry(name: string, contentHash: string): Promise<BlocklistEntry | undefined>;
  /** By content hash, those after one of them. */
  page(name: string, after: string | undefined, limit: number): Promise<readonly BlocklistEntry[]>;
}

export function blocklists(documents: DocumentStore, clock: Clock, maxBytes: number): Blocklists {
  const cache = new LRUCache<string, BlocklistIndex>({ maxSize: maxBytes, sizeCalculation: ({ bytes }) => bytes });
  const lists = documentsOf(documents, blocklistKind);
  const kept = documentsOf(documents, blocklistEntryKind);
  let lastWrite: Promise<unknown> = Promise.resolve();

  async function find(name: string): Promise<Blocklist | undefined> {
    const document = isCollectionName(name) ? await lists.get(name) : undefined;
    return document && blocklistFrom(name, document);
  }

  async function index(list: Blocklist): Promise<BlocklistIndex> {
    const known = cache.get(list.revision);
    if (known) return known;
    const entries = new Map<string, BlocklistEntry>();
    let after: string | undefined;
    do {
      // Whole: a picture that is blocked must not pass because its entry cannot be read.
      const found = (await kept.listWhole(entriesOf(list.name, after, LOADED_AT_ONCE))).map(({ document }) => entryFrom(document));
      for (const entry of found) entries.set(entry.contentHash, entry);
      after = found.length === LOADED_AT_ONCE ? found.at(-1)!.contentHash : undefined;
    } while (after !== undefined);
    const loaded = blocklistIndex(entries);
    cache.set(list.revision, loaded);
    return loaded;
  }

  async function page(name: string, after: string | undefined, limit: number): Promise<readonly BlocklistEntry[]> {
    const found = await kept.list(entriesOf(name, after, limit));
    return found.map(({ document }) => entryFrom(document));
  }

  /** One change after the other. The index from before a change is dropped, also when the change fails in the middle. */
  async function change<Result>(
    name: string,
    work: (list: Blocklist, before: ReadonlyMap<string, BlocklistEntry>) => Promise<Result>,
  ): Promise<Result> {
    const done = lastWrite.then(async () => {
      const list = await find(name);
      if (!list) throw new PluginError('NOT_FOUND', 'There is no blocklist of this name.');
      const { entries } = await index(list);
      try {
        return await work(list, entries);
      } finally {
        cache.delete(list.revision);
      }
    });
    lastWrite = done.catch(() => undefined);
    return done;
  }

  /** Written after the entries, so that a reader of the new revision finds them. */
  async function revised(list: Blocklist, entries: ReadonlyMap<string, BlocklistEntry>): Promise<void> {
    const revision = randomUUID();
    await lists.put(list.name, blocklistDocument({ ...list, revision }));
    cache.set(revision, blocklistIndex(entries));
  }

  return {
    async create(name) {
      if (!isCollectionName(name)) {
        throw invalidInput('INVALID', 'The name of a blocklist must be 1 to 64 of a-z, A-Z, 0-9, _ and -, a letter or digit first.');
      }
      if ((await lists.count()) >= MAX_BLOCKLISTS) {
        throw invalidInput('TOO_LARGE', `There are ${MAX_BLOCKLISTS} blocklists, which is the most.`);
      }
      const list: Blocklist = { __typename: 'Blocklist', name, createdAt: clock.now(), revision: randomUUID() };
      await lists.insert([{ id: name, document: blocklistDocument(list) }]).catch((error: unknown) => {
        const isTaken = isPluginError(error) && error.code === 'CONFLICT';
        throw isTaken ? new PluginError('CONFLICT', 'There is a blocklist of this name.') : error;
      });
      return list;
    },
    async all() {
      const found = await lists.list({ limit: MAX_BLOCKLISTS });
      return found.map(({ id, document }) => blocklistFrom(id, document));
    },
    find,
    count(name, notOf) {
      const must: Condition[] = [{ kind: 'match', field: 'blocklist', anyOf: [name] }];
      const mustNot: Condition[] = notOf === undefined ? [] : [{ kind: 'match', field: 'fingerprint', anyOf: [notOf] }];
      return kept.count({ must, mustNot });
    },
    index,
    async indexesOf({ rules }) {
      const found = rules.map(async ({ name: rule, blocklist }): Promise<[string, BlocklistIndex][]> => {
        if (!blocklist) return [];
        const list = await find(blocklist.name);
        if (!list) throw new PluginError('CONFLICT', `The blocklist ${blocklist.name} of the rule ${rule} is gone.`);
        return [[blocklist.name, await index(list)]];
      });
      return new Map((await Promise.all(found)).flat());
    },
    async add(name, added) {
      await change(name, async (list, before) => {
        const entries = new Map([...before, ...added.map((entry) => [entry.contentHash, entry] as const)]);
        if (entries.size > MAX_BLOCKLIST_ENTRIES) {
          throw invalidInput('TOO_LARGE', `The blocklist would hold ${entries.size} pictures; at most ${MAX_BLOCKLIST_ENTRIES} are taken.`);
        }
        for (const entry of added) await kept.put(`${name}/${entry.contentHash}`, entryDocument(entry));
        await revised(list, new Map([...entries].toSorted(([a], [b]) => compareCodePoints(a, b))));
      });
    },
    remove(name, contentHashes) {
      return change(name, async (list, before) => {
        const entries = new Map(before);
        const removed = new Set(contentHashes.filter((contentHash) => entries.delete(contentHash)));
        for (const contentHash of removed) await kept.delete(`${name}/${contentHash}`);
        await revised(list, entries);
        return removed.size;
      });
    },
    async delete(name) {
      if (!(await find(name))) return false;
      return change(name, async (_list, entries) => {
        for (const contentHash of entries.keys()) await kept.delete(`${name}/${contentHash}`);
        return lists.delete(name);
      });
    },
    async entry(name, contentHash) {
      const list = await find(name);
      return list && (await index(list)).entries.get(contentHash);
    },
    page,
  };
}

function entriesOf(name: string, after: string | undefined, limit: number): DocumentQuery {
  // `0` is what follows `/`.
  return { after: `${name}/${after ?? ''}`, until: `${name}0`, limit };
}
