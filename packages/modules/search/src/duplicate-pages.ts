import { boundCursors, PRICES, type CursorCodec, type RequestContext } from '@clipgraph/module-kit';
import { compareCodePoints, type VectorStore } from '@clipgraph/contracts';
import { vectorPages } from '@clipgraph/store-kit';

import { assetNode, type AssetNode, type CollectionNode } from './asset-node.ts';
import type { PageInfo } from './generated/types.ts';

/** Searches of one page; the group that is being followed when they are used up is finished. */
const SEARCHES_PER_PAGE = 300;
/** Assets that one page goes through; those without a picture need no search. */
const ASSETS_PER_PAGE = 3000;
const MAX_MEMBERS = 50;
/** Equal vectors have a cosine of 1 up to rounding. */
const ROUNDING = 1e-6;

export interface DuplicateGroup {
  readonly assets: AssetNode[];
  readonly similarity: number;
}

export interface DuplicatePage {
  readonly nodes: DuplicateGroup[];
  readonly pageInfo: PageInfo;
}

export interface DuplicatePageRequest {
  readonly threshold: number;
  readonly first: number;
  readonly after: string | undefined;
}

/** A key with the cosine of its nearest neighbour in the group. */
type Members = ReadonlyMap<string, number>;

interface Picture {
  readonly key: string;
  readonly vector: Float32Array | undefined;
}

/**
 * Groups of pictures that are linked by cosines of at least the threshold: connected components, each found from its
 * member with the lowest key. The keys are gone through in order with one search each, and a search for each member of
 * a group, so that a page takes bounded work and memory whatever the size of the collection.
 */
export type DuplicatePages = (collection: CollectionNode, request: DuplicatePageRequest, context: RequestContext) => Promise<DuplicatePage>;

export function duplicatePages({ store, cursors }: { readonly store: VectorStore; readonly cursors: CursorCodec }): DuplicatePages {
  const groupCursors = boundCursors<{ key: string }>(cursors, {
    kind: 'duplicates',
    of: 'duplicates',
    elsewhere: 'after belongs to another collection, model or threshold; repeat those unchanged, or leave after out to start again.',
  });
  return async (collection, { threshold, first, after }, { cost, signal }) => {
    const { name, createdAt, fingerprint } = collection;
    const { cursorAt, placeOf } = groupCursors(name, createdAt, fingerprint, threshold);
    let lastKey = placeOf(after)?.key;
    // A search for each key, and another one for each that is a member of a group.
    cost.charge(PRICES.search * Math.min(SEARCHES_PER_PAGE, 2 * (await store.count(name))));
    let searches = SEARCHES_PER_PAGE;

    async function neighbours(vector: Float32Array): Promise<readonly { readonly key: string; readonly cosine: number }[]> {
      searches -= 1;
      const query = { vector, target: 'image', limit: MAX_MEMBERS + 1 } as const;
      const { hits } = await store.search(name, fingerprint, query, { signal });
      return hits.filter(({ cosine }) => cosine >= threshold - ROUNDING);
    }

    const groups: Members[] = [];
    let hasNextPage = false;
    let seen = 0;
    for await (const { key, vector } of picturesAfter(store, name, lastKey)) {
      hasNextPage = groups.length === first || searches <= 0 || seen === ASSETS_PER_PAGE;
      if (hasNextPage) break;
      lastKey = key;
      seen += 1;
      const group = vector && (await groupFrom({ key, vector }, neighbours, (keys) => imageVectors(store, name, keys)));
      if (group) groups.push(group);
    }

    const nodes = await Promise.all(groups.map(async (members) => groupNode(store, collection, members)));
    return {
      nodes: nodes.filter(({ assets }) => assets.length > 1),
      pageInfo: {
        hasNextPage,
        hasPreviousPage: after !== undefined,
        startCursor: null,
        endCursor: lastKey === undefined ? null : cursorAt({ key: lastKey }),
      },
    };
  };
}

/** The group of the picture; undefined when it is alone, or when a lower key leads its group. */
async function groupFrom(
  start: Picture & { readonly vector: Float32Array },
  neighbours: (vector: Float32Array) => Promise<readonly { readonly key: string; readonly cosine: number }[]>,
  vectorsOf: (keys: readonly string[]) => Promise<readonly Picture[]>,
): Promise<Members | undefined> {
  const members = new Map([[start.key, -1]]);
  const queue: Picture[] = [start];
  for (const { key: from, vector } of queue) {
    if (!vector) continue;
    const found: string[] = [];
    for (const { key, cosine } of await neighbours(vector)) {
      if (key === from) continue;
      if (compareCodePoints(key, start.key) < 0) return undefined;
      if (!members.has(key)) {
        if (members.size === MAX_MEMBERS) continue;
        found.push(key);
      }
      for (const end of [key, from]) members.set(end, Math.max(cosine, members.get(end) ?? -1));
    }
    if (found.length > 0) queue.push(...(await vectorsOf(found)));
  }
  return members.size > 1 ? members : undefined;
}

/** By key, also of those without a picture. */
async function* picturesAfter(store: VectorStore, collection: string, after: string | undefined): AsyncIterable<Picture> {
  for await (const page of vectorPages(store, collection, { after })) {
    for (const { record, vectors } of page) yield { key: record.key, vector: vectors?.image };
  }
}

async function imageVectors(store: VectorStore, collection: string, keys: readonly string[]): Promise<readonly Picture[]> {
  const vectors = await store.vectors(collection, keys);
  return keys.map((key, index) => ({ key, vector: vectors[index]?.image }));
}

async function groupNode(store: VectorStore, collection: CollectionNode, members: Members): Promise<DuplicateGroup> {
  const records = await store.get(collection.name, [...members.keys()].sort(compareCodePoints));
  const assets = records.flatMap((record) => (record ? [assetNode(collection, record)] : []));
  return { assets, similarity: Math.min(...members.values()) };
}
