import type { Preprocessing } from '@clipgraph/images';

import type { ImageShape } from './architecture.ts';
import type { Value } from './onnx-graph.ts';
import type { Workbench } from './transformer.ts';

const PATCH_EMBEDDING = 'vision_model.embeddings.patch_embedding';

/**
 * From RGB bytes [batch, size, size, 3] to [batch, patches, width]. Mean and std are in its weights, and the bias, where
 * the checkpoint has one. In int8 the bytes are multiplied as they are, so only the weights lose anything.
 */
export async function patchEmbedding(
  { graph, checkpoint, byteLinear }: Workbench,
  pixels: Value,
  { width, imageSize, patchSize }: ImageShape,
  { mean, std }: Pick<Preprocessing, 'mean' | 'std'>,
): Promise<Value> {
  const side = imageSize / patchSize;
  const name = PATCH_EMBEDDING;
  const kernel = await checkpoint.read(`${name}.weight`, [width, 3, patchSize, patchSize]);
  const area = patchSize ** 2;
  const inputs = 3 * area;
  const weight = new Float32Array(kernel.length);
  const bias = checkpoint.shapeOf(`${name}.bias`) ? await checkpoint.read(`${name}.bias`, [width]) : new Float32Array(width);
  for (let output = 0; output < width; output++) {
    let shift = 0;
    for (let channel = 0; channel < 3; channel++) {
      for (let place = 0; place < area; place++) {
        const value = kernel[(output * 3 + channel) * area + place]!;
        weight[output * inputs + place * 3 + channel] = value / (255 * std[channel]!);
        shift -= (value * mean[channel]!) / std[channel]!;
      }
    }
    bias[output]! += shift;
  }
  const grid = graph.node('Reshape', [pixels, graph.integers(-1, side, patchSize, side, patchSize * 3)]);
  const patches = graph.node('Reshape', [graph.node('Transpose', [grid], { perm: [0, 1, 3, 2, 4] }), graph.integers(-1, inputs)]);
  const rows = byteLinear(graph, patches, { name, inputs, outputs: width, weight, bias });
  return graph.node('Reshape', [rows, graph.integers(-1, side ** 2, width)]);
}

/** As its makers wrote it down: from normalised float32 [batch, 3, size, size] to [batch, patches, width], by convolution. */
export async function plainPatchEmbedding(
  { graph, checkpoint }: Workbench,
  pixels: Value,
  { width, patchSize }: ImageShape,
): Promise<Value> {
  const constant = async (part: string, shape: readonly number[]): Promise<Value> =>
    graph.constant(`${PATCH_EMBEDDING}.${part}`, shape, await checkpoint.read(`${PATCH_EMBEDDING}.${part}`, shape));
  const kernel = await constant('weight', [width, 3, patchSize, patchSize]);
  const bias = checkpoint.shapeOf(`${PATCH_EMBEDDING}.bias`) ? [await constant('bias', [width])] : [];
  const steps = { kernel_shape: [patchSize, patchSize], strides: [patchSize, patchSize] };
  const convolved = graph.node('Conv', [pixels, kernel, ...bias], steps);
  return graph.node('Transpose', [graph.node('Reshape', [convolved, graph.integers(0, width, -1)])], { perm: [0, 2, 1] });
}
