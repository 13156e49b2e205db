import { idParts, imageRef, PRICES, type EmbedderSet } from '@clipgraph/module-kit';
import {
  invalidInput,
  isAssetKey,
  isCollectionName,
  type AssetRecord,
  type ImageReader,
  type Modality,
  type RequestOptions,
  type VectorStore,
} from '@clipgraph/contracts';

import type { CollectionNode } from './asset-node.ts';
import { embeddingPrice } from './embedding-price.ts';
import type { Example, ImageInput } from './generated/types.ts';
import { MAX_EXAMPLES } from './limits.ts';
import { eachNamed } from './named-error.ts';
import { embedderOf } from './open-collection.ts';

interface Dependencies {
  readonly embedders: EmbedderSet;
  readonly store: VectorStore;
  readonly images: ImageReader;
}

/** An asset's vectors are asked for together with the others of its collection. */
interface AssetRef {
  readonly collection: string;
  readonly key: string;
}

export interface ExampleVectors {
  readonly positive: readonly Float32Array[];
  readonly negative: readonly Float32Array[];
  /** Keys of the examples that are assets of the collection itself. */
  readonly ownKeys: readonly string[];
}

export function checkExamples(like: readonly Example[], unlike: readonly Example[]): void {
  if (like.length + unlike.length === 0) throw invalidInput('EMPTY', 'like and unlike are empty; at least one example is needed.');
  for (const [name, { length }] of Object.entries({ like, unlike })) {
    if (length > MAX_EXAMPLES) throw invalidInput('TOO_LARGE', `${name} holds ${length} items; at most ${MAX_EXAMPLES} are taken.`);
  }
}

/** Of reading and embedding them. */
export function priceOfExamples(examples: readonly Example[]): number {
  return examples.reduce((sum, example) => sum + (embeddingPrice(example) || PRICES.result), 0);
}

/**
 * The vectors of liked and disliked examples. An asset is compared by its vector of the target, or by the one it has.
 * An error of an example names its place, such as `like[3]`.
 */
export async function exampleVectors(
  { like, unlike }: { readonly like: readonly Example[]; readonly unlike: readonly Example[] },
  { collection, target }: { readonly collection: CollectionNode; readonly target: Modality },
  { embedders, store, images }: Dependencies,
  options: RequestOptions,
): Promise<ExampleVectors> {
  const all = [...placed('like', like), ...placed('unlike', unlike)];

  const refs = await eachNamed(all, async ({ example }) => assetRefOf(example, collection));
  const assets = await assetVectors(
    refs.filter((ref) => ref !== undefined),
    collection,
    store,
  );

  const vectors = await eachNamed(
    all.map(({ example, path }, index) => ({ example, path, ref: refs[index] })),
    async ({ example: { image, text }, ref }) => {
      if (ref) return vectorOf(assets.get(ref), target);
      const embedder = embedderOf(collection, embedders);
      if (image) return embedder.embedImage(await images.read(imageRef(image), options), options);
      return (await embedder.embedText(text ?? '', options)).vector;
    },
  );
  const pictured = all.flatMap(({ example: { image } }) => (image ? ownPicture(image, collection) : []));
  return {
    positive: vectors.slice(0, like.length),
    negative: vectors.slice(like.length),
    ownKeys: [...refs.flatMap((ref) => (ref?.collection === collection.name ? [ref.key] : [])), ...pictured],
  };
}

function placed(name: string, examples: readonly Example[]): { readonly example: Example; readonly path: string }[] {
  return examples.map((example, index) => ({ example, path: `${name}[${index}]` }));
}

function assetRefOf({ assetId, key }: Example, { name }: CollectionNode): AssetRef | undefined {
  if (typeof key === 'string') return { collection: name, key };
  if (typeof assetId !== 'string') return undefined;
  const [collection, assetKey] = idParts(assetId, 'Asset', 2);
  return { collection: collection!, key: assetKey! };
}

/** The key of an asset of the collection whose picture is an example: it is no recommendation either. */
function ownPicture({ assetId }: ImageInput, collection: CollectionNode): string[] {
  if (typeof assetId !== 'string') return [];
  const ref = assetRefOf({ assetId }, collection);
  return ref?.collection === collection.name ? [ref.key] : [];
}

/** One question for each collection; an asset that is not there has no entry. */
async function assetVectors(
  refs: readonly AssetRef[],
  { name, fingerprint }: CollectionNode,
  store: VectorStore,
): Promise<ReadonlyMap<AssetRef, AssetRecord['vectors']>> {
  const found = new Map<AssetRef, AssetRecord['vectors']>();
  for (const [other, members] of Map.groupBy(
    refs.filter(({ key }) => isAssetKey(key)),
    ({ collection }) => collection,
  )) {
    if (other !== name) {
      const info = isCollectionName(other) ? await store.collection(other) : undefined;
      if (info?.fingerprint !== fingerprint) continue;
    }
    const vectors = await store.vectors(
      other,
      members.map(({ key }) => key),
    );
    for (const [index, ref] of members.entries()) if (vectors[index]) found.set(ref, vectors[index]);
  }
  return found;
}

function vectorOf(vectors: AssetRecord['vectors'] | undefined, target: Modality): Float32Array {
  const vector = vectors?.[target] ?? vectors?.image ?? vectors?.text;
  if (!vector) throw invalidInput('NOT_FOUND', 'there is no such asset with vectors of this model.');
  return vector;
}
