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

export const MAX_PAGE_SIZE = 100;
export const MAX_ASSETS_PER_CALL = 64;
export const MAX_KEYS_PER_CALL = 1000;
export const MAX_FACET_VALUES = 1000;
export const MAX_EXAMPLES = 500;
export const MAX_MIX_PARTS = 16;
export const MAX_GROUP_SIZE = 100;
export const MAX_WEIGHT = 1000;
