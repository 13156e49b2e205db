import type { Architecture } from './architecture.ts';
import { plainAttention } from './attention.ts';
import { plainPatchEmbedding } from './patch-embedding.ts';
import { plainPoolingHead } from './pooling-head.ts';
import { siglipTokens } from './siglip-towers.ts';
import { layerNorm, linear, rowOfEach, transformerLayer, type Workbench } from './transformer.ts';

/* SigLIP's towers as its makers wrote them down: nothing folded, nothing left out. Slow, and there to check the compiled ones against. */

/** `pixel_values`, normalised float32 [batch, 3, size, size] → `image_embeds` [batch, dimensions]. */
export async function plainSiglipImageTower(bench: Workbench, { image: shape, dimensions }: Architecture): Promise<void> {
  const { graph, checkpoint } = bench;
  const { width, layers, imageSize, patchSize } = shape;
  const patches = (imageSize / patchSize) ** 2;
  const pixels = graph.input('pixel_values', 'float32', ['batch', 3, imageSize, imageSize]);
  const positions = await checkpoint.read('vision_model.embeddings.position_embedding.weight', [patches, width]);
  const placed = graph.node('Add', [
    await plainPatchEmbedding(bench, pixels, shape),
    graph.constant('image positions', [patches, width], positions),
  ]);
  let rows = graph.node('Reshape', [placed, graph.integers(-1, width)]);
  for (let layer = 0; layer < layers; layer++) {
    rows = await transformerLayer(bench, rows, `vision_model.encoder.layers.${layer}`, shape, {
      attention: plainAttention(patches),
      plainBiases: true,
    });
  }
  rows = await layerNorm(bench, rows, 'vision_model.post_layernorm', shape);
  graph.output('image_embeds', await plainPoolingHead(bench, rows, shape, patches), 'float32', ['batch', dimensions]);
}

/** `input_ids` [texts, context] → `text_embeds` [texts, dimensions], of the last token, whatever it is. */
export async function plainSiglipTextTower(bench: Workbench, { text: shape, dimensions }: Architecture): Promise<void> {
  const { graph } = bench;
  const { width, layers, contextLength } = shape;
  let rows = await siglipTokens(bench, shape);
  for (let layer = 0; layer < layers; layer++) {
    rows = await transformerLayer(bench, rows, `text_model.encoder.layers.${layer}`, shape, {
      attention: plainAttention(contextLength),
      plainBiases: true,
    });
  }
  rows = await layerNorm(bench, rows, 'text_model.final_layer_norm', shape);
  const projected = await linear(bench, rows, 'text_model.head', dimensions, width);
  graph.output('text_embeds', rowOfEach(graph, projected, contextLength - 1, contextLength, dimensions), 'float32', ['texts', dimensions]);
}
