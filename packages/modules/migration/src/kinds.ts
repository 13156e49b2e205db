import type { DocumentKind } from '@clipgraph/contracts';
import * as v from 'valibot';

import type { MigrationRecord } from './migration-record.ts';

const whole = v.pipe(v.number(), v.integer());
const time = v.pipe(v.string(), v.isoTimestamp());
const model = v.object({ model: v.string(), fingerprint: v.string(), dimensions: whole });
const failures = v.array(
  v.object({
    key: v.string(),
    code: v.picklist([
      'EMPTY',
      'TOO_LARGE',
      'UNSUPPORTED_FORMAT',
      'CORRUPT',
      'FETCH_REFUSED',
      'FETCH_FAILED',
      'NOT_FOUND',
      'INVALID',
      'TIMEOUT',
      'OVERLOADED',
    ]),
    message: v.string(),
  }),
);

/** Under a collection's name: its last migration, and where its vectors are. */
export const migrationKind: DocumentKind<MigrationRecord> = {
  name: 'migration',
  version: 1,
  schema: v.object({
    collection: v.string(),
    createdAt: time,
    state: v.picklist(['RUNNING', 'STOPPED', 'SWITCHED', 'CANCELLED', 'UNDONE', 'CONFIRMED', 'DELETED']),
    isUndo: v.boolean(),
    from: model,
    to: model,
    current: v.string(),
    target: v.exactOptional(v.string()),
    kept: v.exactOptional(v.string()),
    discard: v.array(v.string()),
    allowFailures: v.boolean(),
    failures,
    leftOut: failures,
    problem: v.exactOptional(v.string()),
    total: v.exactOptional(whole),
    done: v.exactOptional(whole),
    startedAt: time,
    endedAt: v.exactOptional(time),
  }),
};

/** What this module keeps, for `openKinds`. */
export const migrationKinds: Readonly<Record<string, DocumentKind>> = { migration: migrationKind };
