import type { LimitList } from '@clipgraph/module-kit';

export const MAX_INPUTS = 64;

/** Of this module, for docs/limits.md. */
export const embedLimits: LimitList = {
  of: 'Embedding',
  limits: [{ what: 'inputs', most: MAX_INPUTS, unit: 'items', where: ['Query.embed(inputs)'] }],
};
