import type { Preprocessing } from '@clipgraph/images';

import type { Architecture } from './architecture.ts';
import { fusedAttention } from './attention.ts';
import type { Value } from './onnx-graph.ts';
import { patchEmbedding } from './patch-embedding.ts';
import { foldedPoolingHead } from './pooling-head.ts';
import { layerNorm, linear, rowOfEach, transformerLayer, type Workbench } from './transformer.ts';

/**
 * `pixels`, RGB bytes [batch, size, size, 3] → `image_embeds` [batch, dimensions], not of unit length. Mean and std are in
 * the weights of the patch embedding. The pooling head looks at every patch, so no layer can be cut; the head's own keys
 * and values are folded away.
 */
export async function siglipImageTower(
  bench: Workbench,
  { image: shape, dimensions }: Architecture,
  normalisation: Pick<Preprocessing, 'mean' | 'std'>,
): Promise<void> {
  const { graph, checkpoint } = bench;
  const { width, layers, imageSize } = shape;
  const patches = (imageSize / shape.patchSize) ** 2;
  const pixels = graph.input('pixels', 'uint8', ['batch', imageSize, imageSize, 3]);
  const embedded = await patchEmbedding(bench, pixels, shape, normalisation);
  const positions = await checkpoint.read('vision_model.embeddings.position_embedding.weight', [patches, width]);
  const placed = graph.node('Add', [embedded, graph.constant('image positions', [1, patches, width], positions)]);
  let rows = graph.node('Reshape', [placed, graph.integers(-1, width)]);
  for (let layer = 0; layer < layers; layer++) {
    rows = await transformerLayer(bench, rows, `vision_model.encoder.layers.${layer}`, shape, { attention: fusedAttention(patches) });
  }
  rows = await layerNorm(bench, rows, 'vision_model.post_layernorm', shape);
  graph.output('image_embeds', await foldedPoolingHead(bench, rows, shape, patches), 'float32', ['batch', dimensions]);
}

/**
 * `input_ids` [texts, context], padded as the model was trained → `text_embeds` [texts, dimensions], not of unit length.
 * Every token sees every other, padding too; of the last layer's only the last one is computed beyond keys and values.
 */
export async function siglipTextTower(bench: Workbench, { text: shape, dimensions }: Architecture): Promise<void> {
  const { graph } = bench;
  const { width, layers, contextLength } = shape;
  let rows = await siglipTokens(bench, shape);
  const lastOfEach = (all: Value): Value => rowOfEach(graph, all, contextLength - 1, contextLength, width);
  for (let layer = 0; layer < layers; layer++) {
    const options =
      layer < layers - 1
        ? { attention: fusedAttention(contextLength) }
        : { attention: fusedAttention(contextLength, 1), select: lastOfEach };
    rows = await transformerLayer(bench, rows, `text_model.encoder.layers.${layer}`, shape, options);
  }
  rows = await layerNorm(bench, rows, 'text_model.final_layer_norm', shape);
  graph.output('text_embeds', await linear(bench, rows, 'text_model.head', dimensions, width), 'float32', ['texts', dimensions]);
}

/** `input_ids` of whole contexts, to rows with their positions. */
export async function siglipTokens(
  { graph, checkpoint, table }: Workbench,
  { width, vocabulary, contextLength }: Architecture['text'],
): Promise<Value> {
  const ids = graph.input('input_ids', 'int32', ['texts', contextLength]);
  const read = (name: string, rows: number): Promise<Float32Array> =>
    checkpoint.read(`text_model.embeddings.${name}.weight`, [rows, width]);
  const name = 'token_embedding';
  const placed = graph.node('Add', [
    table(graph, ids, { name, rows: vocabulary, width, values: await read(name, vocabulary) }),
    graph.constant('text positions', [contextLength, width], await read('position_embedding', contextLength)),
  ]);
  return graph.node('Reshape', [placed, graph.integers(-1, width)]);
}
