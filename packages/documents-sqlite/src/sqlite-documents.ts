import {
  type DocumentStore,
  invalidInput,
  isAssetKey,
  isCollectionName,
  type JsonObject,
  MAX_DOCUMENT_BYTES,
  PluginError,
  type StoredDocument,
} from '@clipgraph/spec';

import type { SentDocument } from './protocol.ts';
import { WorkerCalls } from './worker-calls.ts';

export interface SqliteDocumentsOptions {
  /** The folder of the data, made when it is missing. Only one store at a time opens it; another gets UNAVAILABLE. */
  readonly path: string;
  /** Calls that may wait for an answer; more are refused with OVERLOADED. Default 1,000. */
  readonly maxPendingCalls?: number;
}

/**
 * The embedded document store: SQLite in a worker thread, because a write waits for the disk and a filter may read
 * every document of its kind; neither holds up the other requests. Rejects with UNAVAILABLE when the files are in
 * use, damaged or out of reach, and with UNSUPPORTED when another application or a newer version made them.
 */
export async function sqliteDocuments({ path, maxPendingCalls = 1000 }: SqliteDocumentsOptions): Promise<DocumentStore> {
  const worker = new WorkerCalls(path, maxPendingCalls);
  await worker.opened();
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** Refuses work after closing, and lets closing wait for the work before it. */
  async function whileOpen<Result>(kind: string, work: () => Promise<Result>): Promise<Result> {
    if (closing) throw new PluginError('UNAVAILABLE', 'The document store is closed.');
    if (!isCollectionName(kind)) throw invalidInput('INVALID', 'A kind has 1 to 64 letters, digits, _ and -, a letter or digit first.');
    const result = work();
    running.add(result);
    try {
      return await result;
    } finally {
      running.delete(result);
    }
  }

  async function close(): Promise<void> {
    await Promise.allSettled(running);
    await worker.call('close');
    await worker.exited();
  }

  return {
    insert: (kind, documents) => whileOpen(kind, async () => worker.call('insert', kind, documents.map(sent))),
    put: (kind, id, document) => whileOpen(kind, async () => worker.call('put', kind, sent({ id, document }))),
    get: (kind, id) =>
      whileOpen(kind, async () => {
        const json = await worker.call('get', kind, id);
        return json === undefined ? undefined : parsed(json);
      }),
    delete: (kind, id) => whileOpen(kind, () => worker.call('delete', kind, id)),
    list: (kind, { filter, order, after, until, limit }, { signal } = {}) =>
      whileOpen(kind, async () => {
        if (!Number.isInteger(limit) || limit < 1) throw invalidInput('INVALID', 'A limit is a whole number of at least 1.');
        const listed: StoredDocument[] = [];
        let next = after;
        for (;;) {
          signal?.throwIfAborted();
          const stretch = { filter, descending: order === 'descending', after: next, until, limit: limit - listed.length };
          const { passed, resumeAfter } = await worker.call('find', kind, stretch);
          for (const { id, json } of passed) listed.push({ id, document: parsed(json) });
          if (resumeAfter === undefined || listed.length === limit) return listed;
          next = resumeAfter;
        }
      }),
    count: (kind, filter, { signal } = {}) =>
      whileOpen(kind, async () => {
        signal?.throwIfAborted();
        if (!filter) return worker.call('countAll', kind);
        let counted = await worker.call('countPassing', kind, filter);
        let total = counted.count;
        while (counted.resumeAfter !== undefined) {
          signal?.throwIfAborted();
          counted = await worker.call('countPassing', kind, filter, counted.resumeAfter);
          total += counted.count;
        }
        return total;
      }),
    deleteBefore: (kind, id) => whileOpen(kind, () => worker.call('deleteBefore', kind, id)),
    health: () => whileOpen('any', () => worker.call('health')),
    close: () => (closing ??= close()),
  };
}

function sent({ id, document }: StoredDocument): SentDocument {
  if (!isAssetKey(id)) throw invalidInput('INVALID', 'An id has 1 to 512 characters, without half surrogates.');
  const json = JSON.stringify(document);
  if (Buffer.byteLength(json) > MAX_DOCUMENT_BYTES) {
    throw invalidInput('TOO_LARGE', `A document takes more than ${MAX_DOCUMENT_BYTES} bytes.`);
  }
  return { id, json };
}

function parsed(json: string): JsonObject {
  return JSON.parse(json) as JsonObject;
}
