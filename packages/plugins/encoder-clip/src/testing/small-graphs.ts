import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { seededRandom, writeLetterTokenizer } from '@clipgraph/testing';
import { OnnxGraph, type Value } from '@clipgraph/tower-compiler';

/** Of one linear layer each: they run as an export does, and say nothing of pictures. */
export interface SmallGraph {
  /** Of vectors. */
  readonly dimensions?: number;
  readonly seed?: number;
  readonly input?: string;
  readonly output?: string;
  /** Items of a run; a number fixes it. */
  readonly batch?: number | 'batch';
}

export interface SmallImageGraph extends SmallGraph {
  readonly size?: number;
  /** What all weights are; without it, random ones. */
  readonly weight?: number;
  readonly bias?: number;
}

export interface SmallTextGraph extends SmallGraph {
  /** Rows of the table of tokens. */
  readonly vocabulary?: number;
  /** Tokens of a text; a number fixes it. */
  readonly length?: number | 'length';
  /** How padding is kept out of the mean of the tokens: by `attention_mask`, by being this id, or not at all. */
  readonly hides?: 'mask' | number | undefined;
  /** What all rows of the table are; without it, random ones. */
  readonly row?: number;
  /** Wants `token_type_ids` too, as BERT's exports do. */
  readonly hasSegments?: boolean;
}

/** Side of the pictures. */
export const SIZE = 16;

export async function writeImageGraph(path: string, options: SmallImageGraph = {}): Promise<void> {
  const {
    dimensions = 8,
    seed = 1,
    input = 'pixel_values',
    output = 'image_embeds',
    batch = 'batch',
    size = SIZE,
    weight,
    bias = 0,
  } = options;
  const graph = new OnnxGraph();
  const inputs = 3 * size ** 2;
  const pixels = graph.input(input, 'float32', [batch, 3, size, size]);
  const random = seededRandom(seed);
  const weights = Float32Array.from({ length: dimensions * inputs }, () => weight ?? random() / inputs);
  const rows = graph.node('Reshape', [pixels, graph.integers(-1, inputs)]);
  const layer = [
    graph.constant('weight', [dimensions, inputs], weights),
    graph.constant('bias', [dimensions], new Float32Array(dimensions).fill(bias)),
  ];
  graph.output(output, graph.node('Gemm', [rows, ...layer], { transB: 1 }), 'float32', [batch, dimensions]);
  await graph.write(path);
}

export async function writeTextGraph(path: string, options: SmallTextGraph = {}): Promise<void> {
  const { dimensions = 8, seed = 2, input = 'input_ids', output = 'text_embeds', batch = 'batch', length = 'length' } = options;
  const { vocabulary = 40, hides = 'mask', hasSegments = false, row } = options;
  const graph = new OnnxGraph();
  const ids = graph.input(input, 'int32', [batch, length]);
  const random = seededRandom(seed);
  const table = (name: string, rows: number): Value =>
    graph.constant(
      name,
      [rows, dimensions],
      Float32Array.from({ length: rows * dimensions }, () => row ?? random()),
    );
  let tokens = graph.node('Gather', [table('tokens', vocabulary), ids]);
  if (hasSegments) {
    const segments = graph.input('token_type_ids', 'int32', [batch, length]);
    tokens = graph.node('Add', [tokens, graph.node('Gather', [table('segments', 2), segments])]);
  }
  const seen = 'hides' in options && options.hides === undefined ? undefined : seenTokens(graph, ids, hides, [batch, length]);
  graph.output(
    output,
    seen === undefined ? graph.node('ReduceMean', [tokens], { axes: [1], keepdims: 0 }) : sum(graph, tokens, seen),
    'float32',
    [batch, dimensions],
  );
  await graph.write(path);
}

/** float32 [batch, length], 1 for a token that counts. */
function seenTokens(graph: OnnxGraph, ids: Value, hides: 'mask' | number, shape: readonly (number | string)[]): Value {
  if (hides === 'mask') return graph.toFloat32(graph.input('attention_mask', 'int32', shape));
  const isPadding = graph.node('Equal', [graph.toFloat32(ids), graph.scalar(hides)]);
  return graph.toFloat32(graph.node('Not', [isPadding]));
}

/** Of the rows of [batch, length, dimensions] that count. */
function sum(graph: OnnxGraph, rows: Value, seen: Value): Value {
  const added = graph.node('MatMul', [graph.node('Unsqueeze', [seen, graph.integers(1)]), rows]);
  return graph.node('Squeeze', [added, graph.integers(1)]);
}

export interface SmallModel {
  readonly image?: SmallImageGraph;
  readonly text?: SmallTextGraph;
  readonly config?: object;
  /** What `clipgraph.json` says; none without it. */
  readonly own?: object;
}

/** A folder in the hubs' layout, with a tokenizer of letters whose padding is its end token. */
export async function writeSmallModel(
  folder: string,
  { image = {}, text = {}, config = { model_type: 'clip' }, own }: SmallModel = {},
): Promise<void> {
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await writeImageGraph(join(folder, 'onnx/vision_model.onnx'), image);
  await writeTextGraph(join(folder, 'onnx/text_model.onnx'), text);
  await writeLetterTokenizer(folder);
  const preprocessor = {
    do_center_crop: true,
    size: { shortest_edge: image.size ?? SIZE },
    image_mean: [0.5, 0.5, 0.5],
    image_std: [0.5, 0.5, 0.5],
  };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(preprocessor));
  if (own) await writeFile(join(folder, 'clipgraph.json'), JSON.stringify(own));
}
