/** What the SDL promises. */
export const MAX_IMAGES = 64;
export const MAX_LABELLED_IMAGES = 128;
export const MAX_RULES = 100;
export const MAX_RULE_NAME_LENGTH = 64;
/** Descriptions of one rule, and the same number of look-alikes. */
export const MAX_TEXTS = 32;
export const MAX_TEXT_LENGTH = 300;
export const MAX_EXAMPLES_PER_RULE = 16;
export const MAX_EXAMPLES = 64;
/** Compared one by one with every picture: 4 ms for vectors of 512. */
export const MAX_BLOCKLIST_ENTRIES = 10_000;
export const MAX_BLOCKLISTS = 100;
export const MAX_HASH_DISTANCE = 64;
export const MAX_EXCEPTIONS = 16;
/** Of what is said about one image, as JSON. */
export const MAX_CONTEXT_LENGTH = 16_384;
/** Of a collection or of reviews, in one trial. */
export const MAX_BACKTEST_EXAMPLES = 5000;
export const MAX_PAGE_SIZE = 100;
export const MAX_NOTE_LENGTH = 2000;
