import { checkLength, eachItem, idParts, imageRef, PRICES, type ImageInput, type RequestContext } from '@clipgraph/module-kit';
import { isAssetKey, isCollectionName, isPluginError, type Embedder, type ImageReader, type VectorStore } from '@clipgraph/contracts';

import type { ExampleInput } from './generated/types.ts';
import { MAX_EXAMPLES } from './limits.ts';
import type { Example, LabelledVector, LabelReader } from './training-examples.ts';

/** Pictures that are held at once, as in the other fields that take pictures. */
const AT_ONCE = 64;

interface GivenParts {
  readonly images: ImageReader;
  readonly store: VectorStore;
  readonly embedder: Embedder;
  readonly labelsOf: LabelReader;
}

/** What is known of an asset's picture. */
type Seen = Omit<LabelledVector, 'labels'>;

/**
 * Examples that a request brings; a wrong one fails alone. An asset's vector is read where it is the model's own, and any
 * other picture is embedded. Charges for all of them first.
 */
export async function givenExamples(
  { images, store, embedder, labelsOf }: GivenParts,
  examples: readonly ExampleInput[],
  { cost, signal }: RequestContext,
): Promise<Example[]> {
  checkLength('examples', examples, MAX_EXAMPLES);
  const stored = await storedVectors(
    store,
    embedder,
    examples.map(({ image }) => image),
  );
  const known = stored.filter((vector) => vector !== undefined).length;
  cost.charge((examples.length - known) * PRICES.image + known * PRICES.result);

  const found: Example[] = [];
  for (let from = 0; from < examples.length; from += AT_ONCE) {
    const outcomes = await eachItem(examples.slice(from, from + AT_ONCE), async ({ image, labels }, at): Promise<LabelledVector> => {
      // Before the picture, which costs more.
      const wanted = labelsOf(labels, `examples[${from + at}].labels`);
      const seen = stored[from + at];
      if (seen) return { ...seen, labels: wanted };
      const picture = await images.read(imageRef(image), { signal });
      const vector = await embedder.embedImage(picture, { signal, priority: 'bulk' });
      return { vector, contentHash: await picture.sha256(), labels: wanted };
    });
    found.push(...outcomes.map((outcome, at) => ({ index: from + at, outcome })));
  }
  return found;
}

/** In the order of the images; undefined for what is no asset, or has no vector of this model of the picture as a whole. */
async function storedVectors(
  store: VectorStore,
  { model: { fingerprint } }: Embedder,
  images: readonly ImageInput[],
): Promise<readonly (Seen | undefined)[]> {
  const refs = images.map(assetOf);
  const found: (Seen | undefined)[] = images.map(() => undefined);
  const byCollection = Map.groupBy(refs.entries(), ([, ref]) => ref?.collection);
  for (const [name, members] of byCollection) {
    const collection = name === undefined || !isCollectionName(name) ? undefined : await store.collection(name);
    if (collection?.fingerprint !== fingerprint || collection.crops?.keep === 'pooled') continue;
    const keys = members.map(([, ref]) => ref!.key);
    const [records, vectors] = await Promise.all([store.get(collection.name, keys), store.vectors(collection.name, keys)]);
    for (const [at, [index]] of members.entries()) {
      const vector = vectors[at]?.image;
      if (vector) found[index] = { vector, contentHash: records[at]?.imageId };
    }
  }
  return found;
}

/** An id that names no asset is left for the image reader to refuse, in its place. */
function assetOf({ assetId }: ImageInput): { readonly collection: string; readonly key: string } | undefined {
  if (typeof assetId !== 'string') return undefined;
  try {
    const [collection, key] = idParts(assetId, 'Asset', 2);
    return collection !== undefined && key !== undefined && isAssetKey(key) ? { collection, key } : undefined;
  } catch (error) {
    if (!isPluginError(error)) throw error;
    return undefined;
  }
}
