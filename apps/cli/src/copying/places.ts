import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { folderPictures } from '@clipgraph/pictures-folder';
import { qdrantStore, type QdrantStoreOptions } from '@clipgraph/store-qdrant';
import { completeStore } from '@clipgraph/store-kit';
import { sqliteStore } from '@clipgraph/store-sqlite';

import { usageError } from '../exit-codes.ts';
import type { Place } from './copy-collection.ts';

/** Where collections can be, and where their pictures are beside them. */
export interface Address {
  /** Two of the same are one place. */
  readonly id: string;
  readonly dataDir: string;
  /** Undefined: in the data folder. */
  readonly qdrant: QdrantStoreOptions | undefined;
}

/** `qdrant` and `sqlite` as the settings say, or a data folder. */
export function addressOf(place: string, { dataDir, qdrant }: Pick<Address, 'dataDir' | 'qdrant'>): Address {
  if (place === 'qdrant') {
    if (!qdrant) throw usageError('To copy from or to Qdrant, say where it is: QDRANT_URL=http://127.0.0.1:6333');
    return { id: 'qdrant', dataDir, qdrant };
  }
  const folder = place === 'sqlite' ? dataDir : resolve(place);
  return { id: folder, dataDir: folder, qdrant: undefined };
}

/** Whether there is something to open; Qdrant is asked when it is opened. */
export async function hasStore({ dataDir, qdrant }: Address): Promise<boolean> {
  return qdrant !== undefined || (await stat(join(dataDir, 'store')).catch(() => undefined)) !== undefined;
}

/** Rejects when there is nothing to copy from: a data folder is not made by a misspelt name. */
export async function openSource(address: Address): Promise<Place> {
  if (!(await hasStore(address))) {
    throw usageError('There are no collections to copy: the data folder holds no store. Check --from or CLIPGRAPH_DATA_DIR.');
  }
  return openPlace(address);
}

export async function openPlace({ dataDir, qdrant }: Address): Promise<Place> {
  const store = qdrant ? await qdrantStore(qdrant) : await sqliteStore({ path: join(dataDir, 'store') });
  return { store: completeStore(store), images: folderPictures({ dir: join(dataDir, 'images') }) };
}
