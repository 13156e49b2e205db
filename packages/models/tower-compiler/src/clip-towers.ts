import type { Preprocessing } from '@clipgraph/images';

import type { Architecture } from './architecture.ts';
import { fusedAttention, packedAttention } from './attention.ts';
import type { Value } from './onnx-graph.ts';
import { patchEmbedding } from './patch-embedding.ts';
import { layerNorm, linear, rowOfEach, transformerLayer, type Workbench } from './transformer.ts';

/**
 * `pixels`, RGB bytes [batch, size, size, 3] → `image_embeds` [batch, dimensions], not of unit length. Mean and std are
 * in the weights of the patch embedding; in the last layer only the class token is computed beyond keys and values.
 */
export async function compiledImageTower(
  bench: Workbench,
  { image: shape, dimensions }: Architecture,
  normalisation: Pick<Preprocessing, 'mean' | 'std'>,
): Promise<void> {
  const { graph, checkpoint } = bench;
  const { width, layers, imageSize } = shape;
  const pixels = graph.input('pixels', 'uint8', ['batch', imageSize, imageSize, 3]);
  const patches = (imageSize / shape.patchSize) ** 2;
  const tokens = patches + 1;

  const embedded = await patchEmbedding(bench, pixels, shape, normalisation);
  const classToken = graph.constant(
    'class token',
    [1, 1, width],
    await checkpoint.read('vision_model.embeddings.class_embedding', [width]),
  );
  const batch = graph.node('Slice', [graph.node('Shape', [pixels]), graph.integers(0), graph.integers(1)]);
  const classTokens = graph.node('Expand', [classToken, graph.node('Concat', [batch, graph.integers(1, width)], { axis: 0 })]);
  const positions = await checkpoint.read('vision_model.embeddings.position_embedding.weight', [tokens, width]);
  const placed = graph.node('Add', [
    graph.node('Concat', [classTokens, embedded], { axis: 1 }),
    graph.constant('image positions', [1, tokens, width], positions),
  ]);
  let rows = graph.node('Reshape', [placed, graph.integers(-1, width)]);
  rows = await layerNorm(bench, rows, 'vision_model.pre_layrnorm', shape);

  const firstOfEach = (all: Value): Value => rowOfEach(graph, all, 0, tokens, width);
  for (let layer = 0; layer < layers; layer++) {
    const options =
      layer < layers - 1 ? { attention: fusedAttention(tokens) } : { attention: fusedAttention(tokens, 1), select: firstOfEach };
    rows = await transformerLayer(bench, rows, `vision_model.encoder.layers.${layer}`, shape, options);
  }
  rows = await layerNorm(bench, rows, 'vision_model.post_layernorm', shape);
  const projected = await linear(bench, rows, 'visual_projection', dimensions, width, false);
  graph.output('image_embeds', projected, 'float32', ['batch', dimensions]);
}

/**
 * Several texts in one row of tokens: `token_ids` and `positions` (within the own text) [tokens]; `attention_bias`
 * [tokens, tokens], 0 where a token sees another and {@link UNSEEN} elsewhere; `ends`, the place of each text's end token
 * [texts] → `text_embeds` [texts, dimensions], not of unit length. In the last layer only the end tokens are computed.
 */
export async function compiledTextTower(bench: Workbench, { text: shape, dimensions }: Architecture): Promise<void> {
  const { graph, checkpoint } = bench;
  const { width, layers, vocabulary, contextLength } = shape;
  const tokenIds = graph.input('token_ids', 'int32', ['tokens']);
  const positions = graph.input('positions', 'int32', ['tokens']);
  const bias = graph.input('attention_bias', 'float32', ['tokens', 'tokens']);
  const ends = graph.input('ends', 'int32', ['texts']);

  const table = async (name: string, rows: number): Promise<Value> =>
    graph.constant(name, [rows, width], await checkpoint.read(`text_model.embeddings.${name}.weight`, [rows, width]));
  let rows = graph.node('Add', [
    graph.node('Gather', [await table('token_embedding', vocabulary), tokenIds]),
    graph.node('Gather', [await table('position_embedding', contextLength), positions]),
  ]);
  const selected = (all: Value): Value => graph.node('Gather', [all, ends]);
  const attention = packedAttention(graph, bias, tokenIds);
  for (let layer = 0; layer < layers; layer++) {
    const isLast = layer === layers - 1;
    const options = isLast ? { attention: packedAttention(graph, selected(bias), tokenIds), select: selected } : { attention };
    rows = await transformerLayer(bench, rows, `text_model.encoder.layers.${layer}`, shape, options);
  }
  rows = await layerNorm(bench, rows, 'text_model.final_layer_norm', shape);
  const projected = await linear(bench, rows, 'text_projection', dimensions, width, false);
  graph.output('text_embeds', projected, 'float32', ['texts', dimensions]);
}
