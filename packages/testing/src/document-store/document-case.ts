import type { DocumentQuery, DocumentStore, JsonObject, StoredDocument } from '@clipgraph/contracts';
import type { TestContext } from 'vitest';

/** A document store that a case may write to. */
export interface OpenedDocuments {
  /** Empty. The kit closes it. */
  readonly documents: DocumentStore;
  /** Opens the same data again after `documents` was closed; absent where nothing outlives the process. The kit closes that too. */
  readonly reopen?: () => Promise<DocumentStore>;
  /** Removes the data; called once, after everything is closed. */
  readonly dispose: () => Promise<void>;
}

export type OpenDocuments = () => Promise<OpenedDocuments>;

/** Registers one case, which gets a fresh store. */
export type DocumentCase = (
  title: string,
  run: (documents: DocumentStore, opened: OpenedDocuments, context: TestContext) => Promise<void>,
) => void;

export function document(id: string, content: JsonObject = {}): StoredDocument {
  return { id, document: content };
}

export async function idsOf(documents: DocumentStore, query: Partial<DocumentQuery> = {}, kind = 'things'): Promise<string[]> {
  return (await documents.list(kind, { limit: 1000, ...query })).map(({ id }) => id);
}
