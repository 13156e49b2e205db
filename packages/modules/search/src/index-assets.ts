import {
  asInputError,
  eachItem,
  isInputError,
  picturesAtOnce,
  pictureVectors,
  type InputError,
  type RequestContext,
  type Turns,
} from '@clipgraph/module-kit';
import {
  invalidInput,
  type AssetRecord,
  type Crops,
  type Embedder,
  type EmbedOptions,
  type ImageReader,
  type KeptPictures,
  type VectorStore,
} from '@clipgraph/contracts';
import pLimit from 'p-limit';

import { checkedAsset, type AssetLimits, type CheckedAsset } from './asset-input.ts';
import { assetNode, type AssetNode, type CollectionNode } from './asset-node.ts';
import type { AssetInput } from './generated/types.ts';

/** Pictures of one call in memory at once: enough to decode some while others run, whatever the number of items. */
const ITEMS_AT_ONCE = 32;

/**
 * Embeds and stores assets, answered in their order. An item at fault is an InputError in its place and the others
 * are stored, all in one write; when the call as a whole fails or is aborted, nothing is stored.
 */
export type IndexAssets = (
  collection: CollectionNode,
  embedder: Embedder,
  inputs: readonly AssetInput[],
  context: Pick<RequestContext, 'signal'>,
) => Promise<(AssetNode | InputError)[]>;

export function indexAssets(parts: {
  readonly store: VectorStore;
  readonly images: ImageReader;
  readonly pictures: KeptPictures;
  /** By collection: what a write replaces must be known when its pictures are swept. */
  readonly writes: Turns;
  readonly limits: AssetLimits;
}): IndexAssets {
  const { store, images, pictures, writes, limits } = parts;

  async function embedded(asset: CheckedAsset, { embedder, crops }: Encoding, options: EmbedOptions, held: string[]): Promise<AssetRecord> {
    const { key, payload, image, text } = asset;
    const readsText = embedder.model.modalities.includes('text');
    if (!image && !readsText) throw invalidInput('INVALID', "The collection's model reads images only; this asset has none.");
    const picture = image && (await images.read(image, options));
    const [imageVectors, textVector] = await Promise.all([
      picture && pictureVectors(embedder, picture, crops, options),
      text !== undefined && readsText ? embedder.embedText(text, options) : undefined,
    ]);
    // Kept last, so that only pictures of good items ever reach the disk.
    const imageId = picture && (await pictures.keep(picture));
    if (imageId) held.push(imageId);
    const vectors = { ...imageVectors, ...(textVector && { text: textVector.vector }) };
    return { key, payload, vectors, ...(text !== undefined && { text }), ...(imageId && { imageId }) };
  }

  /** All inputs, embedded and their pictures held, but not yet written. */
  function allEmbedded(inputs: readonly AssetInput[], encoding: Encoding, signal: AbortSignal, held: string[]) {
    const failure = new AbortController();
    const either = AbortSignal.any([signal, failure.signal]);
    const inTurn = pLimit(Math.min(ITEMS_AT_ONCE, picturesAtOnce(encoding.crops)));
    const seen = new Set<string>();
    return eachItem(inputs, async (input) => {
      if (seen.has(input.key)) throw invalidInput('INVALID', 'An earlier asset of this call has the same key.');
      seen.add(input.key);
      const asset = checkedAsset(input, limits);
      return inTurn(async () => {
        either.throwIfAborted();
        try {
          return await embedded(asset, encoding, { signal: either, priority: 'bulk' }, held);
        } catch (error) {
          // What is not the item's own fault ends the whole call: no need to embed the others first.
          if (!asInputError(error)) failure.abort(error);
          throw error;
        }
      });
    });
  }

  /** Writes the records and ends the holds; answers with the records as stored and with those that they replaced. */
  function write({ name, fingerprint }: CollectionNode, records: readonly AssetRecord[], signal: AbortSignal, held: string[]) {
    const keys = records.map(({ key }) => key);
    return writes(name, async () => {
      signal.throwIfAborted();
      const replaced = await store.get(name, keys);
      await store.upsert(name, fingerprint, records);
      pictures.release(held.splice(0));
      return { replaced, stored: await store.get(name, keys) };
    });
  }

  return async (collection, embedder, inputs, { signal }) => {
    const held: string[] = [];
    try {
      const answers = await allEmbedded(inputs, { embedder, crops: collection.crops }, signal, held);
      const records = answers.flatMap((answer) => (isInputError(answer) ? [] : [answer]));
      if (records.length === 0) return answers.filter(isInputError);
      const { replaced, stored } = await write(collection, records, signal, held);
      await pictures.sweep(replaced.flatMap((record) => record?.imageId ?? []));
      const assets = new Map(stored.flatMap((record) => (record ? [[record.key, assetNode(collection, record)]] : [])));
      return answers.map((answer) => (isInputError(answer) ? answer : (assets.get(answer.key) ?? deletedMeanwhile)));
    } catch (error) {
      const unused = held.splice(0);
      pictures.release(unused);
      await pictures.sweep(unused);
      throw error;
    }
  };
}

/** What makes an asset's vectors. */
interface Encoding {
  readonly embedder: Embedder;
  readonly crops: Crops | undefined;
}

const deletedMeanwhile: InputError = {
  __typename: 'InputError',
  code: 'NOT_FOUND',
  message: 'The asset was stored, and deleted by another call at once.',
};
