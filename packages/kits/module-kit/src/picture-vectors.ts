import { pooledVector, type Crops, type Embedder, type EmbedOptions, type Picture, type RecordVectors } from '@clipgraph/contracts';

/** The vectors of a picture: of the whole, or pooled, and of its tiles where each is kept. Rejects as the embedder does. */
export async function pictureVectors(
  embedder: Embedder,
  picture: Picture,
  crops: Crops | undefined,
  options: EmbedOptions,
): Promise<RecordVectors & { readonly image: Float32Array }> {
  if (!crops) return { image: await embedder.embedImage(picture, options) };
  const pieces = await embedder.embedCrops(picture, crops.levels, options);
  if (crops.keep === 'pooled') return { image: pooledVector(pieces) };
  const [whole, ...tiles] = pieces;
  return { image: whole!.vector, ...(tiles.length > 0 && { crops: tiles }) };
}
