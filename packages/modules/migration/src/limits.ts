import type { LimitList } from '@clipgraph/module-kit';

/** Failures beyond this stop a migration: it is not one that could be switched. */
export const MAX_FAILURES = 1000;

/** Of this module, for docs/limits.md. */
export const migrationLimits: LimitList = {
  of: 'Migration',
  limits: [{ what: 'failures', most: MAX_FAILURES, unit: 'items', where: ['Migration.failures(first)'] }],
};
