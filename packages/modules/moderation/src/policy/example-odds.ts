import { STANDARD_FIT } from '@clipgraph/contracts';

/**
 * What a blocklist takes where its rule names no limit, and how steeply the odds fall beyond it. A blocklist outlives the
 * model that it was made with, so these are not the model's own. Why these: docs/decisions/0009-probability-of-a-moderation-rule.md.
 */
export const EXAMPLE_EVEN_COSINE: number = STANDARD_FIT.alike.even;
export const EXAMPLE_SCALE: number = STANDARD_FIT.alike.slope;
