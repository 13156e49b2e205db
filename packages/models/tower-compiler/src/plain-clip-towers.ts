import type { Architecture } from './architecture.ts';
import { plainAttention } from './attention.ts';
import type { Value } from './onnx-graph.ts';
import { plainPatchEmbedding } from './patch-embedding.ts';
import { layerNorm, linear, transformerLayer, type Workbench } from './transformer.ts';

/*
 * The towers as the model's makers wrote them down: nothing folded, nothing left out, every text padded to its context.
 * Slow, and there to check the compiled ones against.
 */

/** `pixel_values`, normalised float32 [batch, 3, size, size] → `image_embeds` [batch, dimensions]. */
export async function plainImageTower(bench: Workbench, { image: shape, dimensions }: Architecture): Promise<void> {
  const { graph, checkpoint } = bench;
  const { width, layers, imageSize, patchSize } = shape;
  const tokens = (imageSize / patchSize) ** 2 + 1;
  const pixels = graph.input('pixel_values', 'float32', ['batch', 3, imageSize, imageSize]);
  const constant = async (name: string, stored: readonly number[], used: readonly number[] = stored): Promise<Value> =>
    graph.constant(name, used, await checkpoint.read(`vision_model.embeddings.${name}`, stored));

  const patches = await plainPatchEmbedding(bench, pixels, shape);
  const batch = graph.node('Slice', [graph.node('Shape', [pixels]), graph.integers(0), graph.integers(1)]);
  const classToken = await constant('class_embedding', [width], [1, 1, width]);
  const classTokens = graph.node('Expand', [classToken, graph.node('Concat', [batch, graph.integers(1, width)], { axis: 0 })]);
  const placed = graph.node('Add', [
    graph.node('Concat', [classTokens, patches], { axis: 1 }),
    await constant('position_embedding.weight', [tokens, width]),
  ]);
  let rows = graph.node('Reshape', [placed, graph.integers(-1, width)]);
  rows = await layerNorm(bench, rows, 'vision_model.pre_layrnorm', shape);
  for (let layer = 0; layer < layers; layer++) {
    rows = await transformerLayer(bench, rows, `vision_model.encoder.layers.${layer}`, shape, {
      attention: plainAttention(tokens),
      plainBiases: true,
    });
  }
  const items = graph.node('Reshape', [rows, graph.integers(-1, tokens, width)]);
  const first = graph.node('Gather', [items, graph.constant('first', [1], BigInt64Array.of(0n))], { axis: 1 });
  const pooled = await layerNorm(bench, graph.node('Reshape', [first, graph.integers(-1, width)]), 'vision_model.post_layernorm', shape);
  const projected = await linear(bench, pooled, 'visual_projection', dimensions, width, false);
  graph.output('image_embeds', projected, 'float32', ['batch', dimensions]);
}

/**
 * `input_ids` [batch, context], padded with anything, and `ends`, the place of each end token in all rows together
 * [batch] → `text_embeds` [batch, dimensions].
 */
export async function plainTextTower(bench: Workbench, { text: shape, dimensions }: Architecture): Promise<void> {
  const { graph, checkpoint } = bench;
  const { width, layers, vocabulary, contextLength } = shape;
  const ids = graph.input('input_ids', 'int32', ['batch', contextLength]);
  const ends = graph.input('ends', 'int32', ['batch']);
  const table = async (name: string, rows: number): Promise<Value> =>
    graph.constant(name, [rows, width], await checkpoint.read(`text_model.embeddings.${name}.weight`, [rows, width]));
  const placed = graph.node('Add', [
    graph.node('Gather', [await table('token_embedding', vocabulary), ids]),
    await table('position_embedding', contextLength),
  ]);
  let rows = graph.node('Reshape', [placed, graph.integers(-1, width)]);
  const mask = graph.constant('causal mask', [contextLength, contextLength], causalMask(contextLength));
  for (let layer = 0; layer < layers; layer++) {
    const attention = plainAttention(contextLength, { mask });
    rows = await transformerLayer(bench, rows, `text_model.encoder.layers.${layer}`, shape, { attention, plainBiases: true });
  }
  rows = await layerNorm(bench, rows, 'text_model.final_layer_norm', shape);
  const projected = await linear(bench, graph.node('Gather', [rows, ends]), 'text_projection', dimensions, width, false);
  graph.output('text_embeds', projected, 'float32', ['batch', dimensions]);
}

function causalMask(length: number): Float32Array {
  return Float32Array.from({ length: length ** 2 }, (_, i) => (i % length > Math.floor(i / length) ? -Infinity : 0));
}
