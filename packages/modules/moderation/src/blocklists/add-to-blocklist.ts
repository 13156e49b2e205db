import { checkLength, eachItem, isInputError, type EmbedderSet, type InputError, type RequestContext } from '@clipgraph/module-kit';
import { invalidInput, PluginError, type Clock, type ImageReader, type PerceptualHasher } from '@clipgraph/contracts';

import type { BlocklistEntry } from './blocklist.ts';
import type { Blocklists } from './blocklists.ts';
import type { MutationAddToBlocklistArgs } from '../generated/types.ts';
import { MAX_IMAGES, MAX_NOTE_LENGTH } from '../limits.ts';
import { imageFeatures } from '../image-features.ts';

export interface AddToBlocklistParts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  readonly perceptualHash: PerceptualHasher;
  readonly blocklists: Blocklists;
  readonly clock: Clock;
}

/** What is kept of each picture, in their order; what is wrong with one stands in its place. */
export async function addToBlocklist(
  { embedders, images, perceptualHash, blocklists, clock }: AddToBlocklistParts,
  { blocklist, pictures }: MutationAddToBlocklistArgs,
  { signal, keyName }: RequestContext,
): Promise<(BlocklistEntry | InputError)[]> {
  checkLength('pictures', pictures, MAX_IMAGES);
  for (const [index, { note }] of pictures.entries()) {
    if (note && note.length > MAX_NOTE_LENGTH) {
      throw invalidInput('TOO_LARGE', `pictures[${index}].note is longer than ${MAX_NOTE_LENGTH} characters.`);
    }
  }
  if (!(await blocklists.find(blocklist))) throw new PluginError('NOT_FOUND', 'There is no blocklist of this name.');
  const embedder = embedders.named(undefined);
  const { fingerprint, name: modelName } = embedder.model;
  const addedAt = clock.now();
  const entries = await eachItem(pictures, async ({ image, note, action }): Promise<BlocklistEntry> => {
    const seen = await imageFeatures({ images, embedder, perceptualHash }, image, signal);
    return {
      __typename: 'BlocklistEntry',
      blocklist,
      ...seen,
      fingerprint,
      modelName,
      note: note ?? undefined,
      action: action ?? undefined,
      keyName,
      addedAt,
    };
  });
  await blocklists.add(
    blocklist,
    entries.filter((entry): entry is BlocklistEntry => !isInputError(entry)),
  );
  return entries;
}
