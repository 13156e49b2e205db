import type { StoreCapability } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';
import { collectionCases } from './vector-store/collection-cases.ts';
import { cropCases } from './vector-store/crop-cases.ts';
import { exchangeCases } from './vector-store/exchange-cases.ts';
import { facetCases } from './vector-store/facet-cases.ts';
import { filterCases } from './vector-store/filter-cases.ts';
import { lifeCases } from './vector-store/life-cases.ts';
import { pictureCases } from './vector-store/picture-cases.ts';
import { recommendationCases } from './vector-store/recommendation-cases.ts';
import { recordCases } from './vector-store/record-cases.ts';
import { sampleCases } from './vector-store/sample-cases.ts';
import { scrollCases } from './vector-store/scroll-cases.ts';
import { searchCases } from './vector-store/search-cases.ts';
import type { CapabilityCase, CaseOf, OpenStore, StoreCase, StoreWith } from './vector-store/store-case.ts';
import { wordCases } from './vector-store/word-cases.ts';
import { writeCases } from './vector-store/write-cases.ts';

export type { OpenedStore, OpenStore } from './vector-store/store-case.ts';

const CORE: Readonly<Record<string, (check: StoreCase) => void>> = {
  collections: collectionCases,
  'writing records': writeCases,
  'reading and changing records': recordCases,
  searching: searchCases,
  filtering: filterCases,
  'scrolling and counting': scrollCases,
  'its life': lifeCases,
};

const CAPABILITIES: { readonly [Name in StoreCapability]: (check: CapabilityCase<Name>) => void } = {
  words: wordCases,
  facets: facetCases,
  recommendations: recommendationCases,
  samples: sampleCases,
  crops: cropCases,
  pictures: pictureCases,
  exchange: exchangeCases,
};

/**
 * What every `VectorStore` has to pass: the core, and then each capability that it has; the cases of one that it lacks are
 * skipped and say so. Call it at the top of a test file; each case opens a store of its own, empty, and disposes of it.
 *
 * @example
 * testVectorStore('sqliteStore', async () => {
 *   const path = await mkdtemp(join(tmpdir(), 'store-'));
 *   const reopen = () => sqliteStore({ path });
 *   return { store: await reopen(), reopen, dispose: () => rm(path, { recursive: true }) };
 * });
 */
export function testVectorStore(name: string, openStore: OpenStore): void {
  testStoreCore(name, openStore);
  describe(`${name}, a vector store`, () => {
    for (const capability of Object.keys(CAPABILITIES) as StoreCapability[]) {
      grouped(`its capability ${capability}`, () => casesOf(capability)(checks(openStore, capability, 'skipped')));
    }
  });
}

/** What every store has to pass, whatever it can do beyond. */
export function testStoreCore(name: string, openStore: OpenStore): void {
  describe(`${name}, the core of a vector store`, () => {
    for (const [group, cases] of Object.entries(CORE)) grouped(group, () => cases(checks(openStore)));
  });
}

/** What a store with this capability has to pass beside the core; one that lacks it fails. */
export function testStoreCapability(name: string, capability: StoreCapability, openStore: OpenStore): void {
  grouped(`${name}, the capability ${capability} of a vector store`, () => casesOf(capability)(checks(openStore, capability, 'failed')));
}

function grouped(title: string, cases: () => void): void {
  describe(`${title}`, () => {
    cases();
  });
}

/** A capability's cases take a store that has it, which is what {@link checks} makes sure of. */
function casesOf(capability: StoreCapability): (check: CaseOf<StoreWith<StoreCapability>>) => void {
  return CAPABILITIES[capability];
}

function checks(openStore: OpenStore): StoreCase;
function checks(openStore: OpenStore, capability: StoreCapability, lacking: 'skipped' | 'failed'): CaseOf<StoreWith<StoreCapability>>;
function checks(openStore: OpenStore, capability?: StoreCapability, lacking?: 'skipped' | 'failed'): CaseOf<StoreWith<StoreCapability>> {
  return (title, run) => {
    it(`${title}`, async (context) => {
      expect.hasAssertions();
      const opened = await openStore();
      try {
        const isLacking = capability !== undefined && opened.store[capability] === undefined;
        if (isLacking && lacking === 'skipped') context.skip(`the store has no "${capability}"`);
        if (isLacking) throw new Error(`The store "${opened.store.name}" has no "${capability}"`);
        await run(opened.store as StoreWith<StoreCapability>, opened, context);
      } finally {
        await opened.store.close();
        await opened.dispose();
      }
    });
  };
}
