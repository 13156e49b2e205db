import { RUNTIME_DOMAIN, type OnnxGraph, type Value } from './onnx-graph.ts';

/** A layer's constants under the name that they have in the checkpoint. */
export interface LinearWeights {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** [outputs, inputs]. */
  readonly weight: Float32Array;
  readonly bias: Float32Array | undefined;
}

/** From rows [rows, inputs] to rows [rows, outputs]. */
export type Linear = (graph: OnnxGraph, rows: Value, weights: LinearWeights) => Value;

export const float32Linear: Linear = (graph, rows, { name, inputs, outputs, weight, bias }) =>
  graph.node(
    'Gemm',
    [rows, graph.constant(`${name}.weight`, [outputs, inputs], weight), ...(bias ? [graph.constant(`${name}.bias`, [outputs], bias)] : [])],
    { transB: 1 },
  );

/** As {@link float32Linear}, for rows of bytes. */
export const float32ByteLinear: Linear = (graph, rows, weights) => float32Linear(graph, graph.toFloat32(rows), weights);

/** Activations are symmetric around it, so that one zero point fits every row. */
const ZERO_POINT = 128;

/**
 * Weights in int8 with a scale for each output, activations in uint8 with a scale for each row. A scale for all rows
 * together, as usual dynamic quantisation has it, would make a vector depend on its neighbours in the batch.
 *
 * @returns a function for one graph: it keeps what it quantised, for several layers read the same rows
 */
export function int8Linear(): Linear {
  const quantised = new Map<Value, QuantisedRows>();
  return (graph, rows, { name, inputs, outputs, weight, bias }) => {
    const { values, scales } = quantised.get(rows) ?? quantisedRows(graph, rows);
    quantised.set(rows, { values, scales });
    const result = graph.node('Mul', [integerProduct(graph, values, { name, inputs, outputs, weight }), scales]);
    return bias ? graph.node('Add', [result, graph.constant(`${name}.bias`, [outputs], bias)]) : result;
  };
}

/**
 * As {@link int8Linear}, for rows of bytes: only the weights lose anything. Grey, the middle of the bytes, counts as 0 in the
 * integer product and is added exactly with the bias, or a weight's rounding error would be multiplied by a picture's brightness.
 */
export const int8ByteLinear: Linear = (graph, rows, { name, inputs, outputs, weight, bias }) => {
  const shifted = Float32Array.from({ length: outputs }, (_, output) => {
    let sum = 0;
    for (let i = output * inputs; i < (output + 1) * inputs; i++) sum += weight[i]!;
    return (bias?.[output] ?? 0) + ZERO_POINT * sum;
  });
  const product = integerProduct(graph, rows, { name, inputs, outputs, weight });
  return graph.node('Add', [product, graph.constant(`${name}.bias`, [outputs], shifted)]);
};

/** float32 [rows, outputs], of uint8 rows: the runtime scales each output as it leaves the product. */
function integerProduct(graph: OnnxGraph, rows: Value, { name, inputs, outputs, weight }: Omit<LinearWeights, 'bias'>): Value {
  const { integers, scale } = quantisedWeights(weight, inputs, outputs);
  const operands = [
    rows,
    graph.constant(`${name}.int8`, [inputs, outputs], integers),
    graph.scalar(1),
    graph.constant(`${name}.scale`, [outputs], scale),
    zeroPoint(graph),
  ];
  return graph.node('MatMulIntegerToFloat', operands, {}, RUNTIME_DOMAIN);
}

interface QuantisedRows {
  /** uint8 [rows, inputs]. */
  readonly values: Value;
  /** [rows, 1]. */
  readonly scales: Value;
}

function quantisedRows(graph: OnnxGraph, rows: Value): QuantisedRows {
  const magnitude = graph.node('ReduceMax', [graph.node('Abs', [rows])], { axes: [1], keepdims: 1 });
  const largest = graph.node('Max', [magnitude, graph.scalar(1e-8)]);
  const scales = graph.node('Mul', [largest, graph.scalar(1 / 127)]);
  const flat = graph.node('Squeeze', [scales, graph.integers(1)]);
  // One zero point for each row, which the operator wants.
  const zeros = graph.node('Expand', [zeroPoint(graph), graph.node('Shape', [flat])]);
  return { values: graph.node('QuantizeLinear', [rows, flat, zeros], { axis: 0 }), scales };
}

function zeroPoint(graph: OnnxGraph): Value {
  return graph.constant('zero point', [], Uint8Array.of(ZERO_POINT));
}

/** Transposed, as the integer product wants it. */
function quantisedWeights(weight: Float32Array, inputs: number, outputs: number): { integers: Int8Array; scale: Float32Array } {
  const integers = new Int8Array(weight.length);
  const scale = rowScales(weight, outputs, inputs);
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      integers[input * outputs + output] = Math.round(weight[output * inputs + input]! / scale[output]!);
    }
  }
  return { integers, scale };
}

/** What one step of int8 means in each row of [rows, width]. */
export function rowScales(values: Float32Array, rows: number, width: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => {
    let largest = 0;
    for (let i = row * width; i < (row + 1) * width; i++) largest = Math.max(largest, Math.abs(values[i]!));
    return largest / 127 || 1;
  });
}
