import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';

import { outputName, vectorsOf } from './graph.ts';
import type { Graph } from './graph.ts';
import type { PackedTextRequest } from './messages.ts';
import { textRuns } from './text-run.ts';

const INPUTS = ['attention_bias', 'ends', 'positions', 'token_ids'];
/** Added to the score of a token that is not to be seen: its weight becomes exactly 0. */
const UNSEEN = -1e9;

export function isPackedTextGraph(session: InferenceSession): boolean {
  return session.inputNames.toSorted().join() === INPUTS.join();
}

/** A text tower as `@clipgraph/tower-compiler` builds it: several texts in one row of tokens. */
export async function packedTextGraph(session: InferenceSession): Promise<Graph<PackedTextRequest>> {
  const output = outputName(session, 'text');
  async function run({ count, tokenIds, positions, parents, ends }: PackedTextRequest): Promise<Float32Array<ArrayBuffer>> {
    // The runtime multiplies a single row in another way than several, with other bits: never give it one.
    const rows = count === 1 ? Int32Array.of(ends[0]!, ends[0]!) : ends;
    const feeds = {
      token_ids: row(tokenIds),
      positions: row(positions),
      attention_bias: new Tensor('float32', attentionBias(parents), [parents.length, parents.length]),
      ends: row(rows),
    };
    const vectors = await vectorsOf(session, output, feeds, rows.length);
    return count === 1 ? vectors.slice(0, vectors.length / 2) : vectors;
  }
  const [some] = textRuns([Int32Array.of(0, 0)]);
  return { dimensions: (await run(some!)).length, run, release: () => session.release() };
}

function row(values: Int32Array): Tensor {
  return new Tensor('int32', values, [values.length]);
}

/** [tokens, tokens]: a token sees what the one before it in its text sees, and itself. */
export function attentionBias(parents: Int32Array): Float32Array {
  const tokens = parents.length;
  const bias = new Float32Array(tokens ** 2).fill(UNSEEN);
  for (const [token, parent] of parents.entries()) {
    if (parent >= 0) bias.copyWithin(token * tokens, parent * tokens, (parent + 1) * tokens);
    bias[token * tokens + token] = 0;
  }
  return bias;
}
