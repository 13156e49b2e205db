import { boundCursors, PRICES, type CostMeter, type CursorCodec } from '@clipgraph/module-kit';
import { invalidInput, type CropBox, type Primitive, type VectorStore } from '@clipgraph/contracts';

import { assetNode, type AssetNode, type CollectionNode } from './asset-node.ts';
import type { Calibration } from './calibration.ts';
import type { FrozenResults, RankedResult } from './frozen-results.ts';
import type { PageInfo } from './generated/types.ts';
import type { NearestCrops } from './nearest-crops.ts';

export interface SearchEdge {
  readonly cursor: string;
  readonly score: number;
  readonly cosine: number | null;
  /** Reads a sample of the collection, once for a result. */
  readonly calibrated: (cost: CostMeter) => Promise<number | null>;
  /** Reads the vectors of the page's assets, once. */
  readonly crop: (cost: CostMeter) => Promise<CropBox | null>;
  readonly group: Primitive | null;
  readonly node: AssetNode;
}

/** What the resolvers of `SearchConnection` get. */
export interface SearchPage {
  readonly edges: SearchEdge[];
  readonly nodes: AssetNode[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number | null;
}

export interface SearchPageRequest {
  readonly collection: CollectionNode;
  /** Everything else that decides the result, as JSON: a cursor of another one is refused. */
  readonly boundTo: readonly unknown[];
  readonly first: number;
  readonly after: string | undefined;
}

/** A place in a result that is kept, and the fingerprint of the model that made it. */
type Place = { readonly result: string; readonly position: number; readonly model: string };

/** Pages of ranked results. The first page searches; the others come from its result and cost no search. */
export type SearchPages = (request: SearchPageRequest, search: () => Promise<RankedResult>) => Promise<SearchPage>;

export function searchPages(parts: {
  readonly store: VectorStore;
  readonly cursors: CursorCodec;
  readonly results: FrozenResults;
}): SearchPages {
  const { store, cursors, results } = parts;

  const resultCursors = boundCursors<Place>(cursors, {
    kind: 'search',
    of: 'a search',
    elsewhere: 'after belongs to a search with other arguments; repeat those unchanged, or leave after out to search again.',
  });

  function reopened(
    { result: id, position, model: searchedWith }: Place,
    model: string,
  ): { id: string; result: RankedResult; start: number } {
    if (searchedWith !== model) {
      throw invalidInput(
        'INVALID',
        'after belongs to a search with the model that the collection had before it was migrated; leave after out to search again.',
      );
    }
    const result = results.find(id);
    if (!result) throw invalidInput('INVALID', 'The result that after continues is no longer kept; leave after out to search again.');
    return { id, result, start: position + 1 };
  }

  return async ({ collection, boundTo, first, after }, search) => {
    const { name, createdAt, fingerprint: model } = collection;
    const { cursorAt: cursorOf, placeOf } = resultCursors(name, createdAt, boundTo);
    const from = placeOf(after);
    const { id, result, start } = from ? reopened(from, model) : { id: undefined, result: await search(), start: 0 };
    const end = Math.min(start + first, result.keys.length);

    // Frozen when the first cursor is read: a result whose cursors nobody asks for takes no memory.
    let frozenId = id;
    const cursorAt = (position: number): string => {
      frozenId ??= results.freeze(result);
      return cursorOf({ result: frozenId, position, model });
    };

    let charged = false;
    const calibrate = (cost: CostMeter): ReturnType<Calibration> | undefined => {
      if (result.calibration && !charged) cost.charge(PRICES.search);
      charged = true;
      return result.calibration?.();
    };

    let nearest: ReturnType<NearestCrops> | undefined;
    const cropOf = async (key: string, cost: CostMeter): Promise<CropBox | null> => {
      if (!result.nearestCrops) return null;
      if (!nearest) cost.charge(PRICES.search);
      nearest ??= result.nearestCrops(result.keys.slice(start, end));
      return (await nearest).get(key) ?? null;
    };

    const records = await store.get(collection.name, result.keys.slice(start, end));
    const edges = records.flatMap((record, index) => {
      if (!record) return []; // Deleted since the search.
      const position = start + index;
      const score = result.scores[position]!;
      return {
        node: assetNode(collection, record),
        score,
        cosine: result.calibration ? score : null,
        calibrated: async (cost: CostMeter) => (await calibrate(cost))?.(score) ?? null,
        crop: (cost: CostMeter) => cropOf(record.key, cost),
        group: result.groups?.[position] ?? null,
        get cursor() {
          return cursorAt(position);
        },
      };
    });
    return {
      edges,
      nodes: edges.map(({ node }) => node),
      totalCount: result.matched ?? null,
      pageInfo: {
        hasNextPage: end < result.keys.length,
        hasPreviousPage: start > 0,
        // Of positions, not of edges: a page whose assets are all deleted must still lead to the next one.
        get startCursor() {
          return end > start ? cursorAt(start) : null;
        },
        get endCursor() {
          return end > start ? cursorAt(end - 1) : null;
        },
      },
    };
  };
}
