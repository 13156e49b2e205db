import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { CompleteStore, Job, KeptPictures, Logger, PictureStore } from '@clipgraph/contracts';
import { everyMs } from '@clipgraph/module-kit';

const SWEEP_MS = 24 * 60 * 60 * 1000;
const PAGE = 1000;
/** Which vector store the pictures of this folder belong to, and since when. */
const FILE = 'pictures-of.json';

export interface SweepPicturesOptions {
  /** Of the data folder, where it is remembered which store the pictures are of. */
  readonly dataDir: string;
  /** Tells this vector store from one of another plugin or of other settings. */
  readonly storeId: string;
  readonly store: Pick<CompleteStore, 'pictures' | 'collections'>;
  readonly files: Pick<PictureStore, 'list'>;
  readonly kept: Pick<KeptPictures, 'sweep'>;
  readonly logger: Logger;
}

/**
 * Deletes pictures that nobody refers to: a process that was killed between writing a picture and its record leaves them. Only those that
 * were put since the folder has had this vector store: the pictures of another one, which may come back, are none of this one's
 * business. It begins with the start and waits for nobody; while it works, pictures that are being indexed are held.
 */
export function sweepPictures(options: SweepPicturesOptions): Job {
  const { store, files, kept, logger } = options;
  const job = everyMs({
    name: 'deletion of pictures that nobody refers to',
    everyMs: SWEEP_MS,
    logger,
    async work(signal) {
      const since = await sinceWhen(options);
      let count = 0;
      for (let after: string | undefined; !signal.aborted;) {
        const page = await files.list({ after, limit: PAGE });
        const ids = page.filter(({ storedAt }) => storedAt.getTime() >= since).map(({ imageId }) => imageId);
        const used = ids.length === 0 ? new Set<string>() : await store.pictures.used(ids);
        const unused = ids.filter((imageId) => !used.has(imageId));
        if (unused.length > 0 && !signal.aborted) await kept.sweep(unused);
        count += unused.length;
        if (page.length < PAGE) break;
        after = page.at(-1)!.imageId;
      }
      if (count > 0) logger.info({ pictures: count }, 'pictures that nobody referred to were swept');
    },
  });
  return { ...job, start: () => void job.start() };
}

/** In milliseconds. A folder of before this was remembered belongs to the store that has collections already. */
async function sinceWhen({ dataDir, storeId, store }: SweepPicturesOptions): Promise<number> {
  const path = join(dataDir, FILE);
  const known = remembered(await readFile(path, 'utf8').catch(() => undefined));
  if (known?.store === storeId) return known.since;
  const since = known || (await store.collections()).length === 0 ? Date.now() : 0;
  await writeFile(path, JSON.stringify({ store: storeId, since }), { mode: 0o600 });
  return since;
}

function remembered(text: string | undefined): { readonly store: string; readonly since: number } | undefined {
  try {
    const { store, since } = JSON.parse(text ?? 'null') as Record<string, unknown>;
    return typeof store === 'string' && typeof since === 'number' ? { store, since } : undefined;
  } catch {
    return undefined;
  }
}
