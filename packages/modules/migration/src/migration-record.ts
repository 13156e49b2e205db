import { randomUUID } from 'node:crypto';

import { isPlaceName, type InputErrorCode } from '@clipgraph/contracts';

/** As the GraphQL enum says; `DELETED` is a collection whose vectors are still to be deleted. */
export type MigrationState = 'RUNNING' | 'STOPPED' | 'SWITCHED' | 'CANCELLED' | 'UNDONE' | 'CONFIRMED' | 'DELETED';

/** An asset that has no vectors of the other model, and why. */
export interface MigrationFailure {
  readonly key: string;
  readonly code: InputErrorCode;
  readonly message: string;
}

export interface BoundModel {
  readonly model: string;
  readonly fingerprint: string;
  readonly dimensions: number;
}

/**
 * All that is known of a collection's last migration, and where its vectors are: one document, so that one write
 * switches. The names of vectors are those of collections in the store behind.
 */
export interface MigrationRecord {
  readonly collection: string;
  /** When the collection was made; the store's own time is that of its vectors. */
  readonly createdAt: string;
  readonly state: MigrationState;
  /** Goes, or went, from `to` back to `from`. */
  readonly isUndo: boolean;
  readonly from: BoundModel;
  readonly to: BoundModel;
  /** What answers. */
  readonly current: string;
  /** What is being filled; while RUNNING or STOPPED. */
  readonly target?: string;
  /** What answered before the switch; until it is undone or confirmed. */
  readonly kept?: string;
  /** What is still to be deleted. */
  readonly discard: readonly string[];
  readonly allowFailures: boolean;
  readonly failures: readonly MigrationFailure[];
  /** Failures that the switch left out of `current`; an undo brings their assets back. */
  readonly leftOut: readonly MigrationFailure[];
  /** Why it stopped, where that is not the failures. */
  readonly problem?: string;
  /** Assets in all and of the other model, when it ended. */
  readonly total?: number;
  readonly done?: number;
  readonly startedAt: string;
  readonly endedAt?: string;
}

/** A name in the store behind for the vectors of another model. */
export function newVectorsName(): string {
  return `migrated-${randomUUID().replaceAll('-', '')}`;
}

/** Whether a name is one of {@link newVectorsName}: nobody outside sees such a collection. */
export function isVectorsName(name: string): boolean {
  return isPlaceName(name);
}

/** The model whose vectors are being made, or were. */
export function goalOf({ isUndo, from, to }: MigrationRecord): BoundModel {
  return isUndo ? from : to;
}

/** Every place that holds vectors of the collection. */
export function placesOf({ current, target, kept, discard }: MigrationRecord): string[] {
  return [...new Set([current, target, kept, ...discard])].filter((name) => name !== undefined);
}

/** Whether a record is still that of a run that went on from the other one. */
export function isSameRun(record: MigrationRecord | undefined, begun: MigrationRecord): boolean {
  return record?.state === 'RUNNING' && record.target === begun.target && record.isUndo === begun.isUndo;
}

/** A copy without what is filled, and why it stopped. */
export function withoutTarget({ target: _target, problem: _problem, ...record }: MigrationRecord): MigrationRecord {
  return record;
}
