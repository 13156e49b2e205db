import { isClipgraphError, type ClipgraphClient, type ClipgraphError } from '@clipgraph/client';

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
  /** Batches in flight. */
  readonly concurrency: number;
  /** Aborted: finish what the server works on, begin nothing. */
  readonly stop: AbortSignal;
  readonly tally: Tally;
  readonly onProgress: () => void;
  readonly onWait: (error: ClipgraphError) => void;
}

const BATCH = { items: 32, bytes: 32 * 1024 * 1024 };

/**
 * Indexes every image file of a folder that the collection does not have yet. Fills `tally` as it goes and rejects
 * with what ended it early: a refused key, a server that stays away, the reason of `stop`.
 */
export async function indexFolder(options: IndexFolderOptions): Promise<void> {
  const { client, folder, collection, concurrency, stop, tally, onProgress, onWait } = options;
  await ensureCollection(options);
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
  await forEachParallel(batches(files, BATCH), concurrency, (batch, othersFailed) =>
    indexBatch(batch, { client, collection, stop: AbortSignal.any([stop, othersFailed]), report }),
  );
  stop.throwIfAborted();
}

/** At the first contact, a server that is starting is waited for, but not one that is not there. */
async function ensureCollection({ client, collection, model, stop, onWait }: IndexFolderOptions): Promise<void> {
  const patience = { signal: stop, onWait, patienceMs: { UNAVAILABLE: 120_000, OVERLOADED: 600_000 } };
  const existing = await patiently(() => client.collection(collection, { signal: stop }), patience);
  if (existing) return;
  try {
    await client.createCollection({ name: collection, ...(model !== undefined && { model }) }, { signal: stop });
  } catch (error) {
    // Another run was quicker.
    if (!isClipgraphError(error) || error.code !== 'CONFLICT') throw error;
  }
}

async function* filesOf(folder: string, stop: AbortSignal, report: Report): AsyncGenerator<ImageFile, void, undefined> {
  for await (const found of walkImages(folder)) {
    if (stop.aborted) return;
    if (isFailure(found)) report.failed(found);
    else yield found;
  }
}
