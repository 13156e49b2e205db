import { filterFrom, globalId } from '@clipgraph/module-kit';
import { invalidInput, type Filter, type RequestOptions, type VectorStore } from '@clipgraph/contracts';

import type { CaptionSource as CaptionSourceInput } from './generated/types.ts';
import { MAX_CAPTIONS } from './limits.ts';

/** A text of a collection; what the GraphQL type `NearCaption` resolves from. */
export interface NearCaption {
  readonly text: string;
  /** -1 to 1. */
  readonly cosine: number;
  readonly assetId: string;
  readonly key: string;
}

/** Where captions are taken from, checked. */
export interface CaptionSource {
  readonly collection: string;
  readonly filter: Filter | undefined;
  readonly first: number;
}

export const STANDARD_CAPTIONS = 3;
/** Of each caption wanted: several assets may have the same text. */
const HITS_EACH = 5;

export function captionSource(input: CaptionSourceInput): CaptionSource {
  const { collection } = input;
  const first = input.first ?? STANDARD_CAPTIONS;
  if (first < 1 || first > MAX_CAPTIONS) throw invalidInput('INVALID', `captionsFrom.first must be from 1 to ${MAX_CAPTIONS}.`);
  return { collection, first, filter: filterFrom(input.filter, 'captionsFrom.filter') };
}

/** The texts whose vectors are nearest to a picture's, each once. */
export async function nearCaptions(
  store: VectorStore,
  { collection, filter, first }: CaptionSource,
  { vector, fingerprint }: { readonly vector: Float32Array; readonly fingerprint: string },
  options: RequestOptions,
): Promise<NearCaption[]> {
  const query = { vector, target: 'text', limit: first * HITS_EACH, ...(filter && { filter }) } as const;
  const { hits } = await store.search(collection, fingerprint, query, options);
  const records = await store.get(
    collection,
    hits.map(({ key }) => key),
  );
  const captions = new Map<string, NearCaption>();
  for (const [index, { key, cosine }] of hits.entries()) {
    const text = records[index]?.text?.trim();
    if (text && !captions.has(text)) captions.set(text, { text, cosine, key, assetId: globalId('Asset', collection, key) });
  }
  return [...captions.values()].slice(0, first);
}
