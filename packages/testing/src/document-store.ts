import { describe, expect, it } from 'vitest';
import type { DocumentCase, OpenDocuments } from './document-store/document-case.ts';
import { indexCases } from './document-store/index-cases.ts';
import { lifeCases } from './document-store/life-cases.ts';
import { listCases } from './document-store/list-cases.ts';
import { writeCases } from './document-store/write-cases.ts';

export type { OpenDocuments, OpenedDocuments } from './document-store/document-case.ts';

/**
 * What every `DocumentStore` has to pass. Call it at the top of a test file; each case opens a store of its own,
 * empty, and disposes of it.
 *
 * @example
 * testDocumentStore('openSqliteDocuments', async () => {
 *   const path = await mkdtemp(join(tmpdir(), 'documents-'));
 *   const reopen = () => openSqliteDocuments({ path });
 *   return { documents: await reopen(), reopen, dispose: () => rm(path, { recursive: true }) };
 * });
 */
export function testDocumentStore(name: string, open: OpenDocuments): void {
  const check: DocumentCase = (title, run) => {
    it(`${title}`, async (context) => {
      expect.hasAssertions();
      const opened = await open();
      try {
        await run(opened.documents, opened, context);
      } finally {
        await opened.documents.close();
        await opened.dispose();
      }
    });
  };
  const groups = { writing: writeCases, listing: listCases, indexes: indexCases, 'its life': lifeCases };
  describe(`${name}, a document store`, () => {
    for (const [group, cases] of Object.entries(groups)) {
      describe(`${group}`, () => {
        cases(check);
      });
    }
  });
}
