import { isPluginError, PluginError, type Embedder } from '@clipgraph/contracts';
import pRetry from 'p-retry';

import { discardVectors } from './discard-vectors.ts';
import { isSameRun, newVectorsName, withoutTarget, type BoundModel, type MigrationRecord } from './migration-record.ts';
import { progressOf, runMigration, type MigrationRunParts, type Progress } from './migration-run.ts';

/** Tries after the first when the store or the disk fails; while it cannot be reached, there is no end of them. */
const RETRIES = 5;
/** In milliseconds; each wait is twice the one before. */
const WAITS = { minTimeout: 1000, factor: 2, maxTimeout: 30_000 } as const;

/** Moves collections from one model to another, in the background. Every method but `resume` rejects with NOT_FOUND or CONFLICT. */
export interface Migrations {
  /** The last one of a collection. */
  find(collection: string): MigrationRecord | undefined;
  /** The last one of each collection that has one. */
  all(): readonly MigrationRecord[];
  progress(record: MigrationRecord): Promise<Progress>;
  /** Starts a migration, or continues one that stopped. Vectors that another migration kept are deleted. */
  start(collection: string, embedder: Embedder, allowFailures: boolean): Promise<MigrationRecord>;
  /** Ends one that has not switched; what it made is deleted. Cancelling an undo leaves the collection switched. */
  cancel(collection: string): Promise<MigrationRecord>;
  /** Goes back to the kept vectors; what came after the switch is embedded with their model. */
  undo(collection: string, allowFailures: boolean): Promise<MigrationRecord>;
  /** Deletes the kept vectors. */
  confirm(collection: string): Promise<MigrationRecord>;
  /** Goes on with what the end of the process interrupted. */
  resume(): void;
  /** Leaves everything as it stands, to be resumed. Safe to call twice. */
  close(): Promise<void>;
}

interface Run {
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

export function migrations(parts: MigrationRunParts): Migrations {
  const { store, records, report } = parts;
  const running = new Map<string, Run>();
  const discarding = new Set<Promise<void>>();
  let isClosed = false;

  function launch(collection: string): void {
    if (isClosed) return;
    const stop = new AbortController();
    const run = { stop, ended: untilEnded(records.find(collection)!, stop.signal) };
    running.set(collection, run);
    void run.ended.finally(() => {
      if (running.get(collection) === run) running.delete(collection);
    });
  }

  async function untilEnded(record: MigrationRecord, signal: AbortSignal): Promise<void> {
    const { collection } = record;
    const isOver = (): boolean => signal.aborted || !isSameRun(records.find(collection), record);
    try {
      await pRetry(() => runMigration(record, parts, signal), {
        ...WAITS,
        retries: Infinity,
        signal,
        onFailedAttempt: ({ error, attemptNumber }) => {
          if (!isOver() && (!isAway(error) || attemptNumber === 1)) report(error);
        },
        shouldRetry: ({ error, attemptNumber }) => !isOver() && (isAway(error) || attemptNumber <= RETRIES),
      });
    } catch {
      if (!isOver()) await stopped(record, signal);
    }
  }

  async function stopped(run: MigrationRecord, signal: AbortSignal): Promise<void> {
    const problem = 'Something went wrong on the server; its log says what.';
    await changed(run.collection, (record) => {
      if (signal.aborted || !isSameRun(record, run)) return record;
      return { ...record, state: 'STOPPED', problem, endedAt: now() };
    }).catch(report);
  }

  const wasDeleted = (collection: string): boolean => (records.find(collection)?.state ?? 'DELETED') === 'DELETED';

  /** Puts what `change` makes of the record, while nothing else changes it. */
  function changed(
    collection: string,
    change: (record: MigrationRecord) => MigrationRecord | Promise<MigrationRecord>,
    then?: () => void,
  ): Promise<MigrationRecord> {
    return store.inTurn(collection, async () => {
      if (wasDeleted(collection)) throw new PluginError('NOT_FOUND', 'This collection has no migration.');
      await records.put(await change(records.find(collection)!));
      then?.();
      return records.find(collection)!;
    });
  }

  /** Work without a caller: if it fails, the next start repeats it. */
  async function discard(collection: string): Promise<void> {
    const discarded = store.inTurn(collection, () => discardVectors(collection, parts)).catch(report);
    discarding.add(discarded);
    await discarded.finally(() => discarding.delete(discarded));
  }

  function abort(run: Run | undefined): void {
    run?.stop.abort(new DOMException('The migration was stopped.', 'AbortError'));
  }

  return {
    find: (collection) => (wasDeleted(collection) ? undefined : records.find(collection)),
    all: () => records.all().filter(({ state }) => state !== 'DELETED'),
    progress: (record) => progressOf(record, parts),

    async start(collection, embedder, allowFailures) {
      return store.inTurn(collection, async () => {
        const info = await store.collection(collection);
        if (!info) throw new PluginError('NOT_FOUND', 'There is no collection of that name.');
        const former = wasDeleted(collection) ? undefined : records.find(collection);
        const { name, fingerprint, dimensions } = embedder.model;
        const to = { model: name, fingerprint, dimensions };
        checkStart(former, info.fingerprint, to);
        const fresh = { allowFailures, failures: [], startedAt: now() };
        if (former && isSameAgain(former, to)) {
          await records.put({ ...withoutEnd(former), ...fresh, state: 'RUNNING' });
        } else {
          await records.put({
            ...fresh,
            collection,
            createdAt: info.createdAt.toISOString(),
            state: 'RUNNING',
            isUndo: false,
            from: { model: info.model, fingerprint: info.fingerprint, dimensions: info.dimensions },
            to,
            current: former?.current ?? collection,
            target: newVectorsName(),
            discard: former ? [...new Set([former.target, former.kept, ...former.discard])].filter((place) => place !== undefined) : [],
            leftOut: [],
          });
        }
        launch(collection);
        return records.find(collection)!;
      });
    },

    async cancel(collection) {
      let run: Run | undefined;
      const record = await changed(collection, async (found) => {
        if (found.state !== 'RUNNING' && found.state !== 'STOPPED') {
          throw new PluginError('CONFLICT', found.kept ? 'The migration has switched; undo it instead.' : 'No migration is running.');
        }
        // Whatever it still wants to change waits for this turn, and then sees that it was stopped.
        abort((run = running.get(collection)));
        const progress = await progressOf(found, parts);
        const ended = { ...withoutTarget(found), ...progress, endedAt: now() };
        if (found.isUndo) return { ...ended, state: 'SWITCHED', isUndo: false, failures: found.leftOut };
        return { ...ended, state: 'CANCELLED', discard: [...found.discard, ...(found.target === undefined ? [] : [found.target])] };
      });
      await run?.ended;
      await discard(collection);
      return record;
    },

    async undo(collection, allowFailures) {
      const begin = (found: MigrationRecord): MigrationRecord => {
        const { kept, state, isUndo } = found;
        if (kept === undefined || (state !== 'SWITCHED' && !(state === 'STOPPED' && isUndo))) {
          throw new PluginError('CONFLICT', 'There is nothing to undo: no vectors of another model are kept.');
        }
        return { ...withoutEnd(found), state: 'RUNNING', isUndo: true, target: kept, allowFailures, failures: [], startedAt: now() };
      };
      return changed(collection, begin, () => launch(collection));
    },

    async confirm(collection) {
      const record = await changed(collection, (found) => {
        const { kept, state, ...rest } = withoutTarget(found);
        if (kept === undefined || (state !== 'SWITCHED' && state !== 'STOPPED')) {
          throw new PluginError('CONFLICT', 'No vectors of another model are kept, or they are being used.');
        }
        return { ...rest, state: 'CONFIRMED', isUndo: false, failures: found.leftOut, discard: [...found.discard, kept] };
      });
      await discard(collection);
      return record;
    },

    resume() {
      for (const { collection, state } of records.all()) {
        if (state === 'RUNNING') launch(collection);
        else void discard(collection);
      }
    },
    async close() {
      isClosed = true;
      for (const run of running.values()) abort(run);
      await Promise.all([...running.values()].map(({ ended }) => ended));
      await Promise.all(discarding);
    },
  };
}

const now = (): string => new Date().toISOString();

/** As it goes on after it ended. */
function withoutEnd({ problem: _problem, endedAt: _endedAt, total: _total, done: _done, ...record }: MigrationRecord): MigrationRecord {
  return record;
}

/** One that stopped half-way has a part of the work done. */
function isSameAgain(former: MigrationRecord, to: BoundModel): boolean {
  return former.state === 'STOPPED' && !former.isUndo && former.to.fingerprint === to.fingerprint;
}

function checkStart(former: MigrationRecord | undefined, present: string, to: BoundModel): void {
  if (former?.state === 'RUNNING') throw new PluginError('CONFLICT', 'A migration of this collection is running; cancel it first.');
  if (present === to.fingerprint) throw new PluginError('CONFLICT', `The collection has vectors of the model ${to.model} already.`);
  if (former?.kept !== undefined && former.from.fingerprint === to.fingerprint) {
    throw new PluginError('CONFLICT', `The vectors of the model ${to.model} are still kept; undo the migration instead.`);
  }
}

function isAway(error: Error): boolean {
  return isPluginError(error) && error.code === 'UNAVAILABLE';
}
