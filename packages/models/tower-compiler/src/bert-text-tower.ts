import type { Architecture, TextShape } from './architecture.ts';
import { checkpointError } from './checkpoint-error.ts';
import { fusedAttention, plainAttention, UNSEEN } from './attention.ts';
import type { Value } from './onnx-graph.ts';
import { activated, layerNorm, linear, rowOfEach, type Attention, type Workbench } from './transformer.ts';

/** What both forms of the tower begin with. */
interface Tokens {
  /** [texts · context, width]. */
  readonly rows: Value;
  /** int32 [texts, context], 1 for a token and 0 for padding. */
  readonly mask: Value;
}

/**
 * A BERT without its pooler: `input_ids` and `attention_mask` [texts, context] → `text_embeds` [texts, dimensions], not of unit length.
 * Every token sees every other that is no padding; of the last layer's only the class token is computed beyond keys and values.
 */
export async function bertTextTower(bench: Workbench, { text: shape, dimensions }: Architecture): Promise<void> {
  const { layers, contextLength, width } = shape;
  const { rows: tokens, mask } = await bertTokens(bench, shape);
  const firstOfEach = (all: Value): Value => rowOfEach(bench.graph, all, 0, contextLength, width);
  let rows = tokens;
  for (let layer = 0; layer < layers; layer++) {
    const attention = fusedAttention(contextLength, layer < layers - 1 ? contextLength : 1, mask);
    rows = await bertLayer(bench, rows, layer, shape, attention, layer < layers - 1 ? undefined : firstOfEach);
  }
  const projected = await linear(bench, rows, 'text_projection', dimensions, width, false);
  bench.graph.output('text_embeds', projected, 'float32', ['texts', dimensions]);
}

/** The same by ONNX's own operators, with nothing left out. */
export async function plainBertTextTower(bench: Workbench, { text: shape, dimensions }: Architecture): Promise<void> {
  const { graph } = bench;
  const { layers, contextLength, width } = shape;
  const { rows: tokens, mask } = await bertTokens(bench, shape);
  const hidden = graph.node('Mul', [graph.node('Sub', [graph.scalar(1), graph.toFloat32(mask)]), graph.scalar(UNSEEN)]);
  const bias = graph.node('Unsqueeze', [hidden, graph.integers(1, 2)]);
  let rows = tokens;
  for (let layer = 0; layer < layers; layer++)
    rows = await bertLayer(bench, rows, layer, shape, plainAttention(contextLength, { mask: bias }));
  const items = graph.node('Reshape', [rows, graph.integers(-1, contextLength, width)]);
  const first = graph.node('Gather', [items, graph.constant('first', [1], BigInt64Array.of(0n))], { axis: 1 });
  const pooled = graph.node('Reshape', [first, graph.integers(-1, width)]);
  graph.output('text_embeds', await linear(bench, pooled, 'text_projection', dimensions, width, false), 'float32', ['texts', dimensions]);
}

/** Tokens, their places and the only segment that a text has, added and normed. */
async function bertTokens(bench: Workbench, shape: TextShape): Promise<Tokens> {
  const { graph, checkpoint, table } = bench;
  const { width, vocabulary, contextLength } = shape;
  const ids = graph.input('input_ids', 'int32', ['texts', contextLength]);
  const mask = graph.input('attention_mask', 'int32', ['texts', contextLength]);
  const name = 'text_model.embeddings';
  const words = await checkpoint.read(`${name}.word_embeddings.weight`, [vocabulary, width]);
  const embedded = table(graph, ids, { name: 'word_embeddings', rows: vocabulary, width, values: words });
  const places = await beginningOf(bench, `${name}.position_embeddings.weight`, contextLength, width);
  const segment = await beginningOf(bench, `${name}.token_type_embeddings.weight`, 1, width);
  const constant = places.map((value, at) => value + segment[at % width]!);
  const placed = graph.node('Add', [embedded, graph.constant('text positions', [contextLength, width], constant)]);
  const rows = graph.node('Reshape', [placed, graph.integers(-1, width)]);
  return { rows: await layerNorm(bench, rows, `${name}.LayerNorm`, shape), mask };
}

/** The first rows of a table that may have more. */
async function beginningOf({ checkpoint }: Workbench, name: string, rows: number, width: number): Promise<Float32Array> {
  const [there = 0] = checkpoint.shapeOf(name) ?? [];
  if (there > 0 && there < rows) throw checkpointError(`the tensor ${name} has ${there} rows, and ${rows} are wanted`);
  return (await checkpoint.read(name, [Math.max(there, rows), width])).subarray(0, rows * width);
}

/** A layer with its norms behind the attention and behind the feed-forward part. */
async function bertLayer(
  bench: Workbench,
  rows: Value,
  layer: number,
  shape: TextShape,
  attention: Attention,
  select: (rows: Value) => Value = (all) => all,
): Promise<Value> {
  const { graph } = bench;
  const { width, feedForward } = shape;
  const prefix = `text_model.encoder.layer.${layer}`;
  const project = (name: string, from: Value): Promise<Value> => linear(bench, from, `${prefix}.attention.self.${name}`, width, width);
  const mixed = attention(graph, await project('query', select(rows)), await project('key', rows), await project('value', rows), shape);
  const out = await linear(bench, mixed, `${prefix}.attention.output.dense`, width, width);
  const attended = await layerNorm(bench, graph.node('Add', [select(rows), out]), `${prefix}.attention.output.LayerNorm`, shape);
  const wide = activated(graph, await linear(bench, attended, `${prefix}.intermediate.dense`, feedForward, width), shape.activation);
  const narrow = await linear(bench, wide, `${prefix}.output.dense`, width, feedForward);
  return layerNorm(bench, graph.node('Add', [attended, narrow]), `${prefix}.output.LayerNorm`, shape);
}
