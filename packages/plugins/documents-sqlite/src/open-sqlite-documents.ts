import {
  checkKinds,
  DOCUMENTS_CONTRACT,
  type DocumentStore,
  invalidInput,
  isAssetKey,
  isCollectionName,
  type JsonObject,
  type KindDocuments,
  MAX_DOCUMENT_BYTES,
  PluginError,
  type StoredDocument,
} from '@clipgraph/contracts';
import { startWorker, WorkerCalls } from '@clipgraph/sqlite-kit';

import type { Engine, SentDocument, SentKind } from './protocol.ts';
import { ReadDocuments } from './read-documents.ts';

export interface OpenSqliteDocumentsOptions {
  /** The folder of the data, made when it is missing. Only one store at a time opens it; another gets UNAVAILABLE. */
  readonly path: string;
  /** Calls that may wait for an answer; more are refused with OVERLOADED. Default 1,000. */
  readonly maxPendingCalls?: number;
}

/**
 * The embedded document store: SQLite in a worker thread, because a write waits for the disk and a filter without an index
 * reads every document of its kind; neither holds up the other requests. Writes that wait together share a wait for the disk,
 * and documents that were read lately are remembered. Rejects with UNAVAILABLE when the files are in
 * use, damaged or out of reach, and with UNSUPPORTED when another application or a newer version made them.
 */
export async function openSqliteDocuments({ path, maxPendingCalls = 1000 }: OpenSqliteDocumentsOptions): Promise<DocumentStore> {
  const worker = new WorkerCalls<Engine>(startWorker(import.meta.url, { name: 'clipgraph-documents', workerData: { path } }), {
    limit: maxPendingCalls,
    messages: {
      busy: 'Too many calls wait for the document store.',
      stopped: 'The document store has stopped working.',
      closed: 'The document store is closed.',
    },
  });
  const read = new ReadDocuments();
  await worker.opened();
  const running = new Set<Promise<unknown>>();
  let closing: Promise<void> | undefined;

  /** Refuses work after closing, and lets closing wait for the work before it. */
  async function whileOpen<Result>(kinds: readonly string[], work: () => Promise<Result>): Promise<Result> {
    if (closing) throw new PluginError('UNAVAILABLE', 'The document store is closed.');
    if (!kinds.every(isCollectionName))
      throw invalidInput('INVALID', 'A kind has 1 to 64 letters, digits, _ and -, a letter or digit first.');
    const result = work();
    running.add(result);
    try {
      return await result;
    } finally {
      running.delete(result);
    }
  }

  // Nothing is remembered of an id that is free, so there is nothing to forget.
  const insert = (parts: readonly KindDocuments[]): Promise<void> =>
    whileOpen(
      parts.map(({ kind }) => kind),
      async () => worker.call('insert', [parts.map(sentKind)]),
    );

  async function close(): Promise<void> {
    await Promise.allSettled(running);
    await worker.close();
  }

  return {
    contract: DOCUMENTS_CONTRACT,
    name: 'sqlite',
    declare: (kinds) =>
      whileOpen([], async () => {
        checkKinds(kinds);
        return worker.call('declare', [kinds.map(({ name, indexes }) => ({ name, indexes }))]);
      }),
    insert: (kind, documents) => insert([{ kind, documents }]),
    insertTogether: insert,
    put: (kind, id, document) =>
      whileOpen([kind], async () => {
        const one = sent({ id, document });
        read.forget(kind, id);
        return worker.call('put', [kind, one]);
      }),
    get: (kind, id) =>
      whileOpen([kind], async () => {
        const json = await read.get(kind, id, () => worker.call('get', [kind, id]));
        return json === undefined ? undefined : parsed(json);
      }),
    delete: (kind, id) =>
      whileOpen([kind], () => {
        read.forget(kind, id);
        return worker.call('delete', [kind, id]);
      }),
    list: (kind, { filter, order, after, until, limit }, { signal } = {}) =>
      whileOpen([kind], async () => {
        if (!Number.isInteger(limit) || limit < 1) throw invalidInput('INVALID', 'A limit is a whole number of at least 1.');
        const listed: StoredDocument[] = [];
        let next = after;
        for (;;) {
          signal?.throwIfAborted();
          const stretch = { filter, descending: order === 'descending', after: next, until, limit: limit - listed.length };
          const { passed, resumeAfter } = await worker.call('find', [kind, stretch]);
          for (const { id, json } of passed) listed.push({ id, document: parsed(json) });
          if (resumeAfter === undefined || listed.length === limit) return listed;
          next = resumeAfter;
        }
      }),
    count: (kind, filter, { signal } = {}) =>
      whileOpen([kind], async () => {
        signal?.throwIfAborted();
        if (!filter) return worker.call('countAll', [kind]);
        let counted = await worker.call('countPassing', [kind, filter]);
        let total = counted.count;
        while (counted.resumeAfter !== undefined) {
          signal?.throwIfAborted();
          counted = await worker.call('countPassing', [kind, filter, counted.resumeAfter]);
          total += counted.count;
        }
        return total;
      }),
    deleteBefore: (kind, id) =>
      whileOpen([kind], () => {
        read.forgetKind(kind);
        return worker.call('deleteBefore', [kind, id]);
      }),
    health: () => whileOpen([], () => worker.call('health', [])),
    close: () => (closing ??= close()),
  };
}

function sentKind({ kind, documents }: KindDocuments): SentKind {
  return { kind, documents: documents.map(sent) };
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
