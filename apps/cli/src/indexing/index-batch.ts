import { basename, dirname } from 'node:path/posix';

import { isClipgraphError, isInputError, type AssetInput, type ClipgraphClient } from '@clipgraph/client';

import { CommandError, EXIT } from '../exit-codes.ts';
import { forEachParallel } from './for-each-parallel.ts';
import { backoff, patiently } from './patience.ts';
import { patience, type Target } from './target.ts';
import { uploadFile } from './upload-file.ts';
import type { ImageFile } from './walk-images.ts';

interface Item {
  readonly file: ImageFile;
  uploadId?: string | undefined;
  tries: number;
}

const UPLOADS_AT_ONCE = 4;
/** How often one item is tried when the answer for it is one of these. NOT_FOUND: its upload expired. */
const TRIES: Readonly<Record<string, number>> = { OVERLOADED: 12, TIMEOUT: 3, NOT_FOUND: 3 };
/** The whole request failed in a way that may be one item's doing: halves are tried alone. */
const DIVISIBLE = new Set(['TIMEOUT', 'COST_LIMIT_EXCEEDED', 'TOO_LARGE', 'BAD_USER_INPUT', 'INTERNAL_SERVER_ERROR']);

/** Indexes those files that are new or changed, and reports each. Throws only what concerns more than these files. */
export async function indexBatch(files: readonly ImageFile[], target: Target): Promise<void> {
  const known = await knownHashes(files, target);
  let items: Item[] = files.map((file) => ({ file, tries: 0 }));
  for (let round = 0; items.length > 0; round += 1) {
    if (round > 0) await backoff(round, target.stop);
    await forEachParallel(items, UPLOADS_AT_ONCE, async (item) => {
      target.stop.throwIfAborted();
      item.uploadId ??= await uploadFile(item.file, known.get(item.file.key), target);
    });
    target.stop.throwIfAborted();
    const uploaded = items.filter(({ uploadId }) => uploadId !== undefined);
    items = uploaded.length > 0 ? await sendItems(uploaded, target) : [];
  }
}

const KNOWN_HASHES = `query KnownHashes($collection: String!, $keys: [String!]!) {
  collection(name: $collection) { assets(filter: { must: [{ keys: $keys }] }, first: 100) { nodes { key imageHash } } }
}`;

async function knownHashes(files: readonly ImageFile[], target: Target): Promise<Map<string, string | null>> {
  const { client, collection, stop } = target;
  type Answer = { collection: { assets: { nodes: { key: string; imageHash: string | null }[] } } | null };
  const variables = { collection, keys: files.map(({ key }) => key) };
  const answer = await patiently(() => client.query<Answer>(KNOWN_HASHES, variables, { signal: stop }), patience(target));
  if (!answer.collection) throw new CommandError(`The collection ${collection} was deleted meanwhile.`, EXIT.failed);
  return new Map(answer.collection.assets.nodes.map(({ key, imageHash }) => [key, imageHash]));
}

/** Returns the items that are worth another try. */
async function sendItems(items: readonly Item[], target: Target): Promise<Item[]> {
  const { client, collection, report } = target;
  const assets = items.map(assetOf);
  let results;
  try {
    // Without the stop signal: what the server has begun, it may finish.
    results = await patiently(() => client.indexAssets({ collection, assets }), patience(target));
  } catch (error) {
    if (!isClipgraphError(error) || !DIVISIBLE.has(error.code)) throw error;
    if (items.length > 1) return sendHalves(items, target);
    results = [{ __typename: 'InputError' as const, code: error.code, message: error.message }];
  }

  const again: Item[] = [];
  const settled: Item[] = [];
  for (const [i, item] of items.entries()) {
    const result = results[i]!;
    item.tries += 1;
    if (isInputError(result) && item.tries < (TRIES[result.code] ?? 0)) {
      if (result.code === 'NOT_FOUND') item.uploadId = undefined;
      again.push(item);
      continue;
    }
    settled.push(item);
    if (isInputError(result)) report.failed({ key: item.file.key, code: result.code, message: result.message });
    else report.indexed();
  }
  await deleteUploads(settled, client);
  return again;
}

async function sendHalves(items: readonly Item[], target: Target): Promise<Item[]> {
  const middle = Math.ceil(items.length / 2);
  const first = await sendItems(items.slice(0, middle), target);
  target.stop.throwIfAborted();
  return [...first, ...(await sendItems(items.slice(middle), target))];
}

/** The server has little room for uploads. Those that it cannot delete now expire by themselves. */
async function deleteUploads(items: readonly Item[], client: ClipgraphClient): Promise<void> {
  await forEachParallel(items, UPLOADS_AT_ONCE, ({ uploadId }) => client.deleteUpload(uploadId!).catch(() => undefined));
}

function assetOf({ file, uploadId }: Item): AssetInput {
  const { key, bytes, modified } = file;
  const folder = dirname(key);
  return {
    key,
    image: { uploadId: uploadId! },
    payload: { folder: folder === '.' ? '' : folder, file: basename(key), bytes, modified: modified.toISOString() },
  };
}
