import { MAX_KEY_LENGTH } from '@clipgraph/contracts';
import type { LimitList } from '@clipgraph/module-kit';
import { optionProblems, wholeNumber } from '@clipgraph/settings-kit';

/** What one request may ask of search; the page sizes and list lengths that the SDL promises are fixed. */
export interface SearchLimits {
  /** Most hits that all pages of one search reach together. Default 1000. */
  readonly maxResults: number;
  /** Memory for the results whose next pages may still be asked for, in bytes. Default 64 MiB. */
  readonly keptResultBytes: number;
  /** How long a result is kept for its next pages, in milliseconds. Default 10 minutes. */
  readonly keptResultMs: number;
  /** Longest payload of an asset, as JSON in UTF-8. Default 64 KiB. */
  readonly maxPayloadBytes: number;
  /** Longest text of an asset, in UTF-16 code units. Default 32,768. */
  readonly maxTextLength: number;
}

export const standardLimits: SearchLimits = {
  maxResults: 1000,
  keptResultBytes: 64 * 1024 * 1024,
  keptResultMs: 10 * 60_000,
  maxPayloadBytes: 64 * 1024,
  maxTextLength: 32_768,
};

const LARGEST: SearchLimits = {
  maxResults: 100_000,
  keptResultBytes: 64 * 1024 ** 3,
  keptResultMs: 7 * 24 * 60 * 60_000,
  maxPayloadBytes: 8 * 1024 * 1024,
  maxTextLength: 1024 * 1024,
};

/** What keeps these options from being limits, in words for whoever wrote the composition. */
export function searchLimitProblems(options: Partial<SearchLimits>): readonly string[] {
  const schemas = Object.entries(LARGEST).map(([name, to]) => [name, wholeNumber({ from: 1, to })] as const);
  return optionProblems('search', options, Object.fromEntries(schemas));
}

/** The standard ones where an option is left out, or undefined. */
export function searchLimits(options: Partial<SearchLimits>): SearchLimits {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return { ...standardLimits, ...(Object.fromEntries(given) as Partial<SearchLimits>) };
}

export const MAX_PAGE_SIZE = 100;
export const MAX_ASSETS_PER_CALL = 64;
export const MAX_KEYS_PER_CALL = 1000;
export const MAX_FACET_VALUES = 1000;
/** Liked, and the same number of disliked ones. */
export const MAX_EXAMPLES = 500;
/** Parts of a mix, and the same number to keep away from. */
export const MAX_MIX_PARTS = 16;
export const MAX_GROUP_SIZE = 100;
export const MAX_WEIGHT = 1000;
/** Longer side of a smaller copy of a picture. */
export const MAX_THUMBNAIL_SIZE = 2048;

const PAGES = [
  'Query.search(first)',
  'Query.recommend(first)',
  'Asset.similar(first)',
  'Collection.assets(first)',
  'Collection.duplicates(first)',
];

/** Of this module with its standard limits, for docs/limits.md. */
export const searchLimitList: LimitList = {
  of: 'Collections and search',
  limits: [
    { what: 'assets of a call', most: MAX_ASSETS_PER_CALL, unit: 'items', where: ['Mutation.indexAssets(assets)'] },
    { what: 'keys of a call', most: MAX_KEYS_PER_CALL, unit: 'items', where: ['Mutation.deleteAssets(keys)'] },
    { what: 'key', most: MAX_KEY_LENGTH, unit: 'characters', where: ['AssetInput.key'] },
    { what: 'text of an asset', most: standardLimits.maxTextLength, unit: 'characters', where: ['AssetInput.text'] },
    {
      what: 'payload as JSON',
      most: standardLimits.maxPayloadBytes,
      unit: 'bytes',
      where: ['AssetInput.payload', 'Mutation.updatePayload(payload)'],
    },
    { what: 'page', most: MAX_PAGE_SIZE, unit: 'items', where: PAGES },
    {
      what: 'results of all pages',
      most: standardLimits.maxResults,
      unit: 'items',
      where: ['Query.search', 'Query.recommend', 'Asset.similar'],
      past: 'left out',
    },
    {
      what: 'a result is kept for its next pages',
      most: standardLimits.keptResultMs,
      unit: 'ms',
      where: ['Query.search', 'Query.recommend'],
    },
    { what: 'parts of a mix', most: MAX_MIX_PARTS, unit: 'items', where: ['MixInput.parts'] },
    { what: 'parts to keep away from', most: MAX_MIX_PARTS, unit: 'items', where: ['MixInput.avoid'] },
    { what: 'weight of a part', most: MAX_WEIGHT, unit: '1', where: ['MixPart.weight'] },
    { what: 'examples that are liked', most: MAX_EXAMPLES, unit: 'items', where: ['Query.recommend(like)'] },
    { what: 'examples that are disliked', most: MAX_EXAMPLES, unit: 'items', where: ['Query.recommend(unlike)'] },
    { what: 'assets of a group', most: MAX_GROUP_SIZE, unit: 'items', where: ['GroupBy.size'] },
    { what: 'values of a facet', most: MAX_FACET_VALUES, unit: 'items', where: ['Collection.facet(limit)'] },
    { what: 'side of a thumbnail', most: MAX_THUMBNAIL_SIZE, unit: 'pixels', where: ['Asset.thumbnailUrl(size)'] },
  ],
};
