import { rowScales } from './linear.ts';
import type { OnnxGraph, Value } from './onnx-graph.ts';

/** Rows to look up, under the name that they have in the checkpoint. */
export interface TableWeights {
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  /** [rows, width]. */
  readonly values: Float32Array;
}

/** From places, int32 of any shape, to rows of float32, [...shape, width]. */
export type Table = (graph: OnnxGraph, places: Value, weights: TableWeights) => Value;

export const float32Table: Table = (graph, places, { name, rows, width, values }) =>
  graph.node('Gather', [graph.constant(name, [rows, width], values), places]);

/** In int8 with a scale for each row: a large vocabulary takes more memory than all layers together. */
export const int8Table: Table = (graph, places, { name, rows, width, values }) => {
  const scales = rowScales(values, rows, width);
  // Filled in place: `Int8Array.from` would first make a list of hundreds of millions of values.
  const integers = new Int8Array(values.length);
  for (let at = 0; at < values.length; at++) integers[at] = Math.round(values[at]! / scales[Math.floor(at / width)]!);
  const found = graph.node('Gather', [graph.constant(`${name}.int8`, [rows, width], integers), places]);
  const scale = graph.node('Gather', [graph.constant(`${name}.scale`, [rows, 1], scales), places]);
  return graph.node('Mul', [graph.toFloat32(found), scale]);
};
