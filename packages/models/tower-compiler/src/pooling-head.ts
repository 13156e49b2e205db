import type { ImageShape } from './architecture.ts';
import { plainAttention } from './attention.ts';
import { float32Linear } from './linear.ts';
import type { Value } from './onnx-graph.ts';
import type { Checkpoint } from './safetensors.ts';
import { feedForwardPart, layerNorm, linear, type Workbench } from './transformer.ts';

/*
 * SigLIP's way from patches to one vector: a trained probe attends to them, and a feed-forward part follows. From rows
 * [batch · patches, width] to rows [batch, width].
 */

const HEAD = 'vision_model.head';

/**
 * The same without a key or a value for any patch. The probe is a constant, so the key projection folds into one column of
 * scores for each attention head (its bias adds the same to every patch, which the softmax takes away); and the mean of
 * values is the value of the mean, so the value projection is done once for each attention head, not for each patch.
 * Small enough to stay in float32.
 */
export async function foldedPoolingHead(bench: Workbench, rows: Value, shape: ImageShape, patches: number): Promise<Value> {
  const { graph, checkpoint } = bench;
  const { width, heads } = shape;
  const headWidth = width / heads;
  const { query, key, value } = await projections(checkpoint, width);
  const probe = await checkpoint.read(`${HEAD}.probe`, [1, 1, width]);

  const keyed = scoreWeights(product(probe, query), key.weight, width, heads);
  const scores = float32Linear(graph, rows, { name: 'probe scores', inputs: width, outputs: heads, weight: keyed, bias: undefined });
  const items = (all: Value, size: number): Value => graph.node('Reshape', [all, graph.integers(-1, patches, size)]);
  const weights = graph.node('Softmax', [graph.node('Transpose', [items(scores, heads)], { perm: [0, 2, 1] })], { axis: -1 });
  const means = graph.node('MatMul', [weights, items(rows, width)]);
  // One row at a time for each head, in any batch: the runtime multiplies a single row in another way than several.
  const single = graph.node('Reshape', [means, graph.integers(-1, heads, 1, width)]);
  const valued = graph.constant('probe values', [heads, width, headWidth], byHead(value.weight, width, heads));
  const mixed = graph.node('Reshape', [graph.node('MatMul', [single, valued]), graph.integers(-1, width)]);
  return afterAttention(bench, graph.node('Add', [mixed, graph.constant('probe value bias', [width], value.bias)]), shape);
}

/** As PyTorch's `MultiheadAttention` has it: what the other is checked against. */
export async function plainPoolingHead(bench: Workbench, rows: Value, shape: ImageShape, patches: number): Promise<Value> {
  const { graph, checkpoint } = bench;
  const { width } = shape;
  const { query, key, value } = await projections(checkpoint, width);
  const probe = graph.constant('probe', [1, width], await checkpoint.read(`${HEAD}.probe`, [1, 1, width]));
  const project = (from: Value, name: string, { weight, bias }: Projection): Value =>
    bench.linear(graph, from, { name, inputs: width, outputs: width, weight, bias });
  const batch = graph.node('Slice', [
    graph.node('Shape', [graph.node('Reshape', [rows, graph.integers(-1, patches, width)])]),
    graph.integers(0),
    graph.integers(1),
  ]);
  const probes = graph.node('Expand', [probe, graph.node('Concat', [batch, graph.integers(width)], { axis: 0 })]);
  const attention = plainAttention(patches, { queries: 1 });
  const mixed = attention(
    graph,
    project(probes, 'probe query', query),
    project(rows, 'probe keys', key),
    project(rows, 'probe values', value),
    shape,
  );
  return afterAttention(bench, mixed, shape);
}

async function afterAttention(bench: Workbench, mixed: Value, shape: ImageShape): Promise<Value> {
  const { width, feedForward, activation } = shape;
  const attended = await linear(bench, mixed, `${HEAD}.attention.out_proj`, width, width);
  const seen = await layerNorm(bench, attended, `${HEAD}.layernorm`, shape);
  return bench.graph.node('Add', [attended, await feedForwardPart(bench, seen, `${HEAD}.mlp`, width, feedForward, activation)]);
}

interface Projection {
  /** [width, width], outputs first. */
  readonly weight: Float32Array;
  readonly bias: Float32Array;
}

/** PyTorch keeps the three in one tensor. */
async function projections(checkpoint: Checkpoint, width: number): Promise<Record<'query' | 'key' | 'value', Projection>> {
  const weights = await checkpoint.read(`${HEAD}.attention.in_proj_weight`, [3 * width, width]);
  const biases = await checkpoint.read(`${HEAD}.attention.in_proj_bias`, [3 * width]);
  const part = (at: number): Projection => ({
    weight: weights.slice(at * width ** 2, (at + 1) * width ** 2),
    bias: biases.slice(at * width, (at + 1) * width),
  });
  return { query: part(0), key: part(1), value: part(2) };
}

function product(row: Float32Array, { weight, bias }: Projection): Float64Array {
  const width = row.length;
  return Float64Array.from(bias, (start, output) => row.reduce((sum, x, input) => sum + x * weight[output * width + input]!, start));
}

/** [heads, width]: a patch's score is its product with a row, the scale of the attention included. */
function scoreWeights(query: Float64Array, keyWeight: Float32Array, width: number, heads: number): Float32Array {
  const headWidth = width / heads;
  return Float32Array.from({ length: heads * width }, (_, at) => {
    const [head, input] = [Math.floor(at / width), at % width];
    let sum = 0;
    for (let output = head * headWidth; output < (head + 1) * headWidth; output++)
      sum += query[output]! * keyWeight[output * width + input]!;
    return sum / Math.sqrt(headWidth);
  });
}

/** From [width, width], outputs first, to a matrix for each head, [heads, width, width / heads]. */
function byHead(weight: Float32Array, width: number, heads: number): Float32Array {
  const headWidth = width / heads;
  return Float32Array.from({ length: width ** 2 }, (_, at) => {
    const [head, input, output] = [Math.floor(at / (width * headWidth)), Math.floor(at / headWidth) % width, at % headWidth];
    return weight[(head * headWidth + output) * width + input]!;
  });
}
