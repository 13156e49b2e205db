import { isClipgraphError, type ClipgraphClient, type ClipgraphError, type Collection, type CropsInput } from '@clipgraph/client';

import { usageError } from '../exit-codes.ts';

import { batches } from './batches.ts';
import { forEachParallel } from './for-each-parallel.ts';
import { indexBatch } from './index-batch.ts';
import { patiently } from './patience.ts';
import type { Report } from './target.ts';
import { isFailure, walkImages, type Failure, type ImageFile } from './walk-images.ts';

/** What has become of the files so far. */
export interface Tally {
  indexed: number;
  /** There already, with the same bytes. */
  skipped: number;
  readonly failed: Failure[];
}

export interface IndexFolderOptions {
  readonly client: ClipgraphClient;
  readonly folder: string;
  readonly collection: string;
  /** For a collection that does not exist yet; the server's default model when undefined. */
  readonly model: string | undefined;
  /** For a new collection too; one that exists must have the same. Undefined: whatever it has. */
  readonly crops: CropsInput | undefined;
  /** Batches in flight. */
  readonly concurrency: number;
  /** Aborted: finish what the server works on, begin nothing. */
  readonly stop: AbortSignal;
  readonly tally: Tally;
  readonly onProgress: () => void;
  readonly onWait: (error: ClipgraphError) => void;
}

const BATCH = { items: 32, bytes: 32 * 1024 * 1024 };
/** Pieces of pictures of one batch: a request with more would cost more than a server lets it. */
const BATCH_PIECES = 160;
const PIECES: Readonly<Record<number, number>> = { 2: 5, 3: 14, 4: 30 };

/**
 * Indexes every image file of a folder that the collection does not have yet. Fills `tally` as it goes and rejects
 * with what ended it early: a refused key, a server that stays away, the reason of `stop`.
 */
export async function indexFolder(options: IndexFolderOptions): Promise<void> {
  const { client, folder, collection, concurrency, stop, tally, onProgress, onWait } = options;
  const { crops } = await ensureCollection(options);
  const items = Math.min(BATCH.items, Math.floor(BATCH_PIECES / (crops ? PIECES[crops.levels]! : 1)));
  const report: Report = {
    indexed() {
      tally.indexed += 1;
      onProgress();
    },
    skipped() {
      tally.skipped += 1;
      onProgress();
    },
    failed(failure) {
      tally.failed.push(failure);
      onProgress();
    },
    waiting: onWait,
  };
  const files = filesOf(folder, stop, report);
  await forEachParallel(batches(files, { ...BATCH, items }), concurrency, (batch, othersFailed) =>
    indexBatch(batch, { client, collection, stop: AbortSignal.any([stop, othersFailed]), report }),
  );
  stop.throwIfAborted();
}

/** At the first contact, a server that is starting is waited for, but not one that is not there. */
async function ensureCollection({ client, collection, model, crops, stop, onWait }: IndexFolderOptions): Promise<Collection> {
  const patience = { signal: stop, onWait, patienceMs: { UNAVAILABLE: 120_000, OVERLOADED: 600_000 } };
  const find = (): Promise<Collection | null> => patiently(() => client.collection(collection, { signal: stop }), patience);
  const existing = await find();
  if (existing) return checkedCrops(existing, crops);
  try {
    const wanted = { name: collection, ...(model !== undefined && { model }), ...(crops && { crops }) };
    return await client.createCollection(wanted, { signal: stop });
  } catch (error) {
    // Another run was quicker.
    const made = isClipgraphError(error) && error.code === 'CONFLICT' ? await find() : null;
    if (!made) throw error;
    return checkedCrops(made, crops);
  }
}

/** Pictures of one collection are all embedded alike. */
function checkedCrops(collection: Collection, wanted: CropsInput | undefined): Collection {
  const { name, crops } = collection;
  if (!wanted || (crops?.levels === wanted.levels && crops?.keep === wanted.keep)) return collection;
  const has = crops ? `embeds with --crops ${crops.levels} --keep ${crops.keep.toLowerCase()}` : 'embeds pictures as a whole';
  throw usageError(`The collection ${name} ${has}; that is decided when it is made. Leave --crops out, or index into another one.`);
}

async function* filesOf(folder: string, stop: AbortSignal, report: Report): AsyncGenerator<ImageFile, void, undefined> {
  for await (const found of walkImages(folder)) {
    if (stop.aborted) return;
    if (isFailure(found)) report.failed(found);
    else yield found;
  }
}
