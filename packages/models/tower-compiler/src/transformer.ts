import type { Activation, TransformerShape } from './architecture.ts';
import type { Linear } from './linear.ts';
import { RUNTIME_DOMAIN, type OnnxGraph, type Value } from './onnx-graph.ts';
import type { Checkpoint } from './safetensors.ts';
import type { Table } from './table.ts';

/** What a tower is being built from, and into. Its values are rows: [tokens of all items, width]. */
export interface Workbench {
  readonly graph: OnnxGraph;
  readonly checkpoint: Checkpoint;
  readonly linear: Linear;
  /** For rows of bytes. */
  readonly byteLinear: Linear;
  readonly table: Table;
}

/** From queries, keys and values, rows each, to rows like the queries. */
export type Attention = (graph: OnnxGraph, queries: Value, keys: Value, values: Value, shape: TransformerShape) => Value;

export interface LayerOptions {
  readonly attention: Attention;
  /** Keeps some rows only: whatever comes after the keys and values is then computed for those alone. */
  readonly select?: (rows: Value) => Value;
  /** Keeps every bias of the attention as the checkpoint has it; see {@link outWithValueBias} for what is done otherwise. */
  readonly plainBiases?: boolean;
}

/** A layer under its prefix in the checkpoint: attention and feed-forward part, a norm before each. */
export async function transformerLayer(
  bench: Workbench,
  rows: Value,
  prefix: string,
  shape: TransformerShape,
  { attention, select = (all) => all, plainBiases = false }: LayerOptions,
): Promise<Value> {
  const { graph } = bench;
  const { width, feedForward } = shape;
  const seen = await layerNorm(bench, rows, `${prefix}.layer_norm1`, shape);
  const project = (name: string, from: Value, bias = true): Promise<Value> =>
    linear(bench, from, `${prefix}.self_attn.${name}`, width, width, bias);
  const mixed = attention(
    graph,
    await project('q_proj', select(seen)),
    await project('k_proj', seen, plainBiases),
    await project('v_proj', seen, plainBiases),
    shape,
  );
  const out = plainBiases ? await project('out_proj', mixed) : await outWithValueBias(bench, mixed, `${prefix}.self_attn`, width);
  const attended = graph.node('Add', [select(rows), out]);
  const seenAgain = await layerNorm(bench, attended, `${prefix}.layer_norm2`, shape);
  return graph.node('Add', [attended, await feedForwardPart(bench, seenAgain, `${prefix}.mlp`, width, feedForward, shape.activation)]);
}

/**
 * The output projection of an attention whose keys and values have no bias. A key's adds the same to all scores of a query,
 * which the softmax takes away; a value's passes through unchanged, for the weights sum to 1, so it is part of the
 * output's.
 */
async function outWithValueBias({ graph, checkpoint, linear }: Workbench, mixed: Value, prefix: string, width: number): Promise<Value> {
  const name = `${prefix}.out_proj`;
  const weight = await checkpoint.read(`${name}.weight`, [width, width]);
  const valueBias = await checkpoint.read(`${prefix}.v_proj.bias`, [width]);
  const bias = (await checkpoint.read(`${name}.bias`, [width])).map((own, output) =>
    valueBias.reduce((sum, value, input) => sum + value * weight[output * width + input]!, own),
  );
  return linear(graph, mixed, { name, inputs: width, outputs: width, weight, bias });
}

export async function feedForwardPart(
  bench: Workbench,
  rows: Value,
  prefix: string,
  width: number,
  feedForward: number,
  activation: Activation,
): Promise<Value> {
  const wide = await linear(bench, rows, `${prefix}.fc1`, feedForward, width);
  return linear(bench, activated(bench.graph, wide, activation), `${prefix}.fc2`, width, feedForward);
}

/** @param bias false for a projection without one */
export async function linear(
  { graph, checkpoint, linear }: Workbench,
  rows: Value,
  name: string,
  outputs: number,
  inputs: number,
  bias = true,
): Promise<Value> {
  const weight = await checkpoint.read(`${name}.weight`, [outputs, inputs]);
  return linear(graph, rows, {
    name,
    inputs,
    outputs,
    weight,
    bias: bias ? await checkpoint.read(`${name}.bias`, [outputs]) : undefined,
  });
}

export async function layerNorm(
  { graph, checkpoint }: Workbench,
  rows: Value,
  name: string,
  { width, epsilon }: TransformerShape,
): Promise<Value> {
  const constant = async (part: string): Promise<Value> =>
    graph.constant(`${name}.${part}`, [width], await checkpoint.read(`${name}.${part}`, [width]));
  return graph.node('LayerNormalization', [rows, await constant('weight'), await constant('bias')], {
    axis: -1,
    epsilon: { float: epsilon },
  });
}

/** Of items of equal length, the row at one place of each. */
export function rowOfEach(graph: OnnxGraph, rows: Value, at: number, length: number, width: number): Value {
  const items = graph.node('Reshape', [rows, graph.integers(-1, length, width)]);
  const one = graph.node('Slice', [items, graph.integers(at), graph.integers(at + 1), graph.integers(1)]);
  return graph.node('Reshape', [one, graph.integers(-1, width)]);
}

export function activated(graph: OnnxGraph, rows: Value, activation: Activation): Value {
  if (activation === 'quick') return graph.node('QuickGelu', [rows], { alpha: { float: 1.702 } }, RUNTIME_DOMAIN);
  return graph.node(activation === 'erf' ? 'Gelu' : 'FastGelu', [rows], {}, RUNTIME_DOMAIN);
}
