import { RUNTIME_DOMAIN, type OnnxGraph, type Value } from './onnx-graph.ts';
import type { Attention } from './transformer.ts';

/** What is added to the score of a token that is not to be seen, so that it is never the highest. */
export const UNSEEN = -1e9;
/**
 * From here down a weight is as good as 0 beside the highest score's, 1. Below -87 float32 has subnormal numbers only, with
 * which processors are slow: most pairs in a row of many texts are unseen, and took a twelfth of the time of an int8 run.
 */
const NO_WEIGHT = -80;

/**
 * Items of equal length, each attending to all of itself, in the runtime's fused operator.
 *
 * @param queries rows of each item that are queries; its keys are `length`
 * @param mask int32 [items, length], 0 for a key that nobody sees
 */
export function fusedAttention(length: number, queries: number = length, mask?: Value): Attention {
  return (graph, q, k, v, { heads, width }) => {
    const items = (rows: Value, count: number): Value => graph.node('Reshape', [rows, graph.integers(-1, count, width)]);
    // Between the values and the mask: a bias, of which there is none.
    const inputs = [items(q, queries), items(k, length), items(v, length), ...(mask === undefined ? [] : ['', mask])];
    const mixed = graph.node('MultiHeadAttention', inputs, { num_heads: heads }, RUNTIME_DOMAIN);
    return graph.node('Reshape', [mixed, graph.integers(-1, width)]);
  };
}

/**
 * Items of any length in one row of tokens; `bias`, [queries, tokens], says which token sees which: 0, or {@link UNSEEN}.
 *
 * The result for a token is the same bit for bit wherever it and those that it sees stand, as long as their order stays
 * and the row is not longer than 128 tokens: what is unseen weighs exactly 0, and the runtime's product of
 * matrices adds up one summand after the other. Its `Softmax` does not; it sums in lanes that depend on the place. So the
 * denominator comes out of the product too, as one more column of the values.
 */
export function packedAttention(graph: OnnxGraph, bias: Value, tokens: Value): Attention {
  const seen = graph.toFloat32(graph.node('Greater', [bias, graph.scalar(UNSEEN / 2)]));
  return (_, q, k, v, { heads, width }) => {
    const headWidth = width / heads;
    const split = (rows: Value, order: readonly number[]): Value =>
      graph.node('Transpose', [graph.node('Reshape', [rows, graph.integers(-1, heads, headWidth)])], { perm: order });
    const scaled = graph.node('Mul', [q, graph.scalar(1 / Math.sqrt(headWidth))]);
    const scores = graph.node('Add', [graph.node('MatMul', [split(scaled, [1, 0, 2]), split(k, [1, 2, 0])]), bias]);
    const highest = graph.node('ReduceMax', [scores], { axes: [-1], keepdims: 1 });
    const differences = graph.node('Max', [graph.node('Sub', [scores, highest]), graph.scalar(NO_WEIGHT)]);
    const weights = graph.node('Mul', [graph.node('Exp', [differences]), seen]);
    const valuesAndOnes = graph.node('Concat', [split(v, [1, 0, 2]), ones(graph, tokens, heads)], { axis: 2 });
    const sums = graph.node('MatMul', [weights, valuesAndOnes]);
    const part = (from: number, to: number): Value =>
      graph.node('Slice', [sums, graph.integers(from), graph.integers(to), graph.integers(2)]);
    const mixed = graph.node('Div', [part(0, headWidth), part(headWidth, headWidth + 1)]);
    return graph.node('Reshape', [graph.node('Transpose', [mixed], { perm: [1, 0, 2] }), graph.integers(-1, width)]);
  };
}

/** [heads, tokens, 1]. */
function ones(graph: OnnxGraph, tokens: Value, heads: number): Value {
  const shape = graph.node('Concat', [graph.integers(heads), graph.node('Shape', [tokens]), graph.integers(1)], { axis: 0 });
  return graph.node('Expand', [graph.scalar(1), shape]);
}

/**
 * As the textbook has it, in ONNX's own operators: what the others are checked against.
 *
 * @param length keys of an item, and its queries where `queries` does not say otherwise
 */
export function plainAttention(length: number, { mask, queries = length }: { mask?: Value; queries?: number } = {}): Attention {
  return (graph, q, k, v, { heads, width }) => {
    const split = (rows: Value, order: readonly number[], count: number = length): Value =>
      graph.node('Transpose', [graph.node('Reshape', [rows, graph.integers(-1, count, heads, width / heads)])], { perm: order });
    const product = graph.node('MatMul', [split(q, [0, 2, 1, 3], queries), split(k, [0, 2, 3, 1])]);
    const scores = graph.node('Mul', [product, graph.scalar(1 / Math.sqrt(width / heads))]);
    const weights = graph.node('Softmax', [mask === undefined ? scores : graph.node('Add', [scores, mask])], { axis: -1 });
    const mixed = graph.node('Transpose', [graph.node('MatMul', [weights, split(v, [0, 2, 1, 3])])], { perm: [0, 2, 1, 3] });
    return graph.node('Reshape', [mixed, graph.integers(-1, width)]);
  };
}
