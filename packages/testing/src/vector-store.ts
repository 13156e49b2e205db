import { describe, expect, it } from 'vitest';
import { collectionCases } from './vector-store/collection-cases.ts';
import { cropCases } from './vector-store/crop-cases.ts';
import { facetCases } from './vector-store/facet-cases.ts';
import { filterCases } from './vector-store/filter-cases.ts';
import { keywordCases } from './vector-store/keyword-cases.ts';
import { lifeCases } from './vector-store/life-cases.ts';
import { recordCases } from './vector-store/record-cases.ts';
import { recommendCases } from './vector-store/recommend-cases.ts';
import { scrollCases } from './vector-store/scroll-cases.ts';
import { searchCases } from './vector-store/search-cases.ts';
import type { OpenStore, StoreCase } from './vector-store/store-case.ts';
import { writeCases } from './vector-store/write-cases.ts';

export type { OpenedStore, OpenStore } from './vector-store/store-case.ts';

/**
 * What every `VectorStore` has to pass. Call it at the top of a test file; each case opens a store of its own,
 * empty, and disposes of it.
 *
 * @example
 * testVectorStore('sqliteStore', async () => {
 *   const path = await mkdtemp(join(tmpdir(), 'store-'));
 *   const reopen = () => sqliteStore({ path });
 *   return { store: await reopen(), reopen, dispose: () => rm(path, { recursive: true }) };
 * });
 */
export function testVectorStore(name: string, openStore: OpenStore): void {
  const check: StoreCase = (title, run) => {
    it(`${title}`, async (context) => {
      expect.hasAssertions();
      const opened = await openStore();
      try {
        await run(opened.store, opened, context);
      } finally {
        await opened.store.close();
        await opened.dispose();
      }
    });
  };
  const groups = {
    collections: collectionCases,
    'writing records': writeCases,
    'reading and changing records': recordCases,
    searching: searchCases,
    'parts of pictures': cropCases,
    recommending: recommendCases,
    'searching for words': keywordCases,
    filtering: filterCases,
    'scrolling and counting': scrollCases,
    facets: facetCases,
    'its life': lifeCases,
  };
  describe(`${name}, a vector store`, () => {
    for (const [group, cases] of Object.entries(groups)) {
      describe(`${group}`, () => {
        cases(check);
      });
    }
  });
}
