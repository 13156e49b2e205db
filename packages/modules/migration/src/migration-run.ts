import type { EmbedderSet } from '@clipgraph/module-kit';
import { PluginError, type PictureStore } from '@clipgraph/contracts';
import { recordPages } from '@clipgraph/store-kit';

import { discardVectors, type MigrationStores } from './discard-vectors.ts';
import type { MigratableStore } from './migratable-store.ts';
import { MAX_FAILURES } from './limits.ts';
import { goalOf, isSameRun, withoutTarget, type MigrationFailure, type MigrationRecord } from './migration-record.ts';
import { recordCopier, type RecordCopier } from './record-copier.ts';

/** Assets that changed and may still be embedded while writes wait for the switch. */
const FEW = 16;
const KEYS_AT_ONCE = 64;
/** Assets that are copied, and noted where they fail, at once. */
const PAGE_SIZE = 64;

export interface MigrationRunParts extends MigrationStores {
  /** What everyone else writes through. */
  readonly store: MigratableStore;
  readonly embedders: EmbedderSet;
  readonly imageFiles: Pick<PictureStore, 'get'>;
  /** Called with unexpected errors. */
  readonly report: (error: unknown) => void;
}

/** Assets of a migration in all and of the other model. */
export interface Progress {
  readonly total: number;
  readonly done: number;
}

/** Counted, so that it needs no note and survives a crash. */
export async function progressOf(
  { total, done, current, target }: MigrationRecord,
  { behind }: Pick<MigrationStores, 'behind'>,
): Promise<Progress> {
  if (total !== undefined && done !== undefined) return { total, done };
  const [all, copied] = await Promise.all(
    [current, target].map(async (place) => (place !== undefined && (await behind.collection(place)) ? behind.count(place) : 0)),
  );
  return { total: all!, done: Math.min(all!, copied!) };
}

/**
 * One run of a migration, from wherever it stands until it has switched or stopped. Goes through all assets, then
 * through those that changed meanwhile, and the last of these, with the switch itself, while writes wait. Rejects with
 * the signal's reason, with CONFLICT when the record is another's by now, and with what makes another try worth it.
 */
export async function runMigration(record: MigrationRecord, parts: MigrationRunParts, signal: AbortSignal): Promise<void> {
  const { store, behind, records, embedders } = parts;
  const goal = goalOf(record);
  const { collection, current: source, target = '' } = record;
  const embedder = embedders.withFingerprint(goal.fingerprint);
  // The collection's own, which a migration leaves as they are.
  const crops = (await behind.collection(source))?.crops;
  const embedding = { ...parts, embedder, crops, model: goal.model };
  const copier = recordCopier(behind, { source, target, fingerprint: goal.fingerprint }, embedding, signal);

  /** Changes the record, or whatever else nothing may come between, while nothing is written and the run is still wanted. */
  function inTurn<Result>(work: (latest: MigrationRecord) => Promise<Result>): Promise<Result> {
    return store.inTurn(collection, async () => {
      signal.throwIfAborted();
      const latest = records.find(collection);
      if (!latest || !isSameRun(latest, record)) throw new PluginError('CONFLICT', 'The migration is over');
      return work(latest);
    });
  }

  const failures = (): MigrationFailure[] => [...copier.failures.values()];

  async function ended(latest: MigrationRecord): Promise<MigrationRecord> {
    return { ...latest, ...(await progressOf(latest, parts)), failures: failures(), endedAt: new Date().toISOString() };
  }

  async function stopIfHopeless(): Promise<boolean> {
    const problem = problemOf(record, embedder !== undefined, copier);
    if (problem !== undefined) await inTurn(async (latest) => records.put({ ...(await ended(latest)), state: 'STOPPED', problem }));
    return problem !== undefined;
  }

  /**
   * Makes the other vectors answer. Where the store itself can, they take the collection's name, so that every gateway on
   * the engine sees it; the record follows, and is what switches where the store cannot.
   */
  async function switchOver(last: MigrationRecord): Promise<void> {
    const exchanged = source === collection && (await behind.exchange?.names(source, target)) === true;
    await records.put(switchedOver(last, exchanged ? { source: target, target: source } : { source, target }));
  }

  /** After a process that died, or lost the answer, between the store's switch and the record's. */
  async function finishSwitch(): Promise<boolean> {
    return inTurn(async (latest) => {
      if (source !== collection || (await behind.collection(source))?.fingerprint !== goal.fingerprint) return false;
      const last = { ...latest, ...(await progressOf(latest, parts)), endedAt: new Date().toISOString() };
      await records.put(switchedOver(last, { source: target, target: source }));
      return true;
    });
  }

  /** False when too much changed meanwhile. */
  function switched(changed: Set<string>): Promise<boolean> {
    return inTurn(async (latest) => {
      if (changed.size > FEW) return false;
      await copier.copyKeys([...changed]);
      changed.clear();
      const last = await ended(latest);
      if (last.failures.length > 0 && !record.allowFailures) await records.put({ ...last, state: 'STOPPED' });
      else await switchOver(last);
      return true;
    });
  }

  if (await finishSwitch()) return void (await store.inTurn(collection, () => discardVectors(collection, parts)));
  if (await stopIfHopeless()) return;
  const changed = store.watch(collection);
  try {
    await inTurn(async () => {
      await discardVectors(collection, parts);
      if (!(await behind.collection(target))) await behind.createCollection({ name: target, ...goal, ...(crops && { crops }) });
    });
    for await (const page of recordPages(behind, source, { pageSize: PAGE_SIZE })) {
      const before = copier.failures.size;
      await copier.copy(page);
      if (copier.failures.size > before) await inTurn((latest) => records.put({ ...latest, failures: failures() }));
      if (await stopIfHopeless()) return;
    }
    await copier.removeOthers(new Set(record.isUndo ? record.leftOut.map(({ key }) => key) : []));
    while (!(await switched(changed))) {
      const keys = [...changed].slice(0, KEYS_AT_ONCE);
      for (const key of keys) changed.delete(key);
      await copier.copyKeys(keys);
      if (await stopIfHopeless()) return;
    }
    await store.inTurn(collection, () => discardVectors(collection, parts));
  } finally {
    store.unwatch(collection, changed);
  }
}

/** What one write makes the other vectors answer with. */
function switchedOver(last: MigrationRecord, { source, target }: { readonly source: string; readonly target: string }): MigrationRecord {
  const { kept: _kept, ...record } = withoutTarget(last);
  if (record.isUndo) return { ...record, state: 'UNDONE', current: target, leftOut: [], discard: [source] };
  return { ...record, state: 'SWITCHED', current: target, leftOut: last.failures, kept: source };
}

/** Why it is no use to go on. An undo needs its model only for what came later. */
function problemOf(record: MigrationRecord, isLoaded: boolean, { failures }: RecordCopier): string | undefined {
  if (!isLoaded && !record.isUndo)
    return `This server has not loaded the model ${record.to.model}; start it with that model, and migrate again.`;
  if (failures.size > MAX_FAILURES) return `More than ${MAX_FAILURES} assets failed.`;
  return undefined;
}
