import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isVectorsName } from '@clipgraph/module-migration';
import { PluginError, type CollectionInfo, type VectorStore } from '@clipgraph/contracts';

import { usageError } from '../exit-codes.ts';
import { compareCollections, type Comparison } from './compare-collections.ts';
import { checkTarget, copyCollection, type CopyCounts, type Place } from './copy-collection.ts';
import { hasStore, openPlace, openSource, type Address } from './places.ts';

/** What became of one collection. */
export interface Copied extends CopyCounts {
  readonly name: string;
  /** Missing where nothing was written. */
  readonly comparison?: Comparison;
}

export interface CopyAllOptions {
  readonly from: Address;
  readonly to: Address;
  /** Empty: all that the source has. */
  readonly names: readonly string[];
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
  /** Records that were read, of those that will be: each once to be copied and once to be compared. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Copies collections and compares them. Refuses before anything is written where one of them cannot be copied. */
export async function copyAll({ from, to, names, dryRun, signal, onProgress }: CopyAllOptions): Promise<Copied[]> {
  const source = await openSource(from);
  try {
    const collections = await chosen(source.store, names);
    if (names.length > 0 || from.dataDir !== to.dataDir) await refuseMigrated(source.store);
    return await withTarget(to, dryRun, async (target) => {
      for (const collection of collections) await checkTarget(collection, target.store);
      const counts = await Promise.all(collections.map(({ name }) => source.store.count(name)));
      const total = counts.reduce((sum, count) => sum + count, 0) * (dryRun ? 1 : 2);
      let done = 0;
      const onRecords = (records: number): void => onProgress((done += records), Math.max(total, done));
      const copied: Copied[] = [];
      for (const collection of collections) {
        const { name } = collection;
        const withPictures = from.dataDir !== to.dataDir;
        const counts = await copyCollection(collection, { from: source, to: target, dryRun, withPictures, signal, onProgress: onRecords });
        if (dryRun) copied.push({ name, ...counts });
        else
          copied.push({
            name,
            ...counts,
            comparison: await compareCollections(name, source.store, target.store, { signal, onProgress: onRecords }),
          });
      }
      return copied;
    });
  } finally {
    await source.store.close();
  }
}

async function chosen(store: VectorStore, names: readonly string[]): Promise<readonly CollectionInfo[]> {
  const all = await store.collections();
  const missing = names.filter((name) => !all.some((collection) => collection.name === name));
  if (missing.length > 0) throw usageError(`The source has no collection of the name ${missing.map((name) => `"${name}"`).join(', ')}.`);
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

/**
 * A migrated collection has its vectors under another name, which the documents of its data folder know: its parts belong
 * together, and to that folder.
 */
async function refuseMigrated(store: VectorStore): Promise<void> {
  if (!(await store.collections()).some(({ name }) => isVectorsName(name))) return;
  throw new PluginError(
    'UNSUPPORTED',
    'The source holds collections that were migrated to another model. Copy all collections at once, between sqlite and qdrant of one data folder.',
  );
}

/** A data folder that is not there yet is not made by a dry run either: an empty one stands for it. */
async function withTarget<T>(address: Address, dryRun: boolean, work: (target: Place) => Promise<T>): Promise<T> {
  const standIn = dryRun && !(await hasStore(address)) ? await mkdtemp(join(tmpdir(), 'clipgraph-dry-run-')) : undefined;
  try {
    const target = await openPlace(standIn === undefined ? address : { ...address, dataDir: standIn });
    try {
      return await work(target);
    } finally {
      await target.store.close();
    }
  } finally {
    if (standIn !== undefined) await rm(standIn, { recursive: true });
  }
}
