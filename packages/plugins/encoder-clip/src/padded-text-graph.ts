import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';

import { outputName, vectorsOf } from './graph.ts';
import type { Feeds, Graph } from './graph.ts';
import type { TextRequest } from './messages.ts';

/** A text tower as it is usually exported: it takes `input_ids` and, where it asks, `attention_mask`. */
export async function paddedTextGraph(session: InferenceSession): Promise<Graph<TextRequest>> {
  const strange = session.inputNames.filter((name) => name !== 'input_ids' && name !== 'attention_mask');
  if (strange.length > 0) throw new Error(`The text graph wants ${strange.join(', ')}, which is not known here.`);
  const output = outputName(session, 'text');
  const wantsMask = session.inputNames.includes('attention_mask');
  const typeOf = new Map(session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : 'int64']));

  const run = ({ count, tokenIds, lengths }: Omit<TextRequest, 'tower'>): Promise<Float32Array<ArrayBuffer>> => {
    const feeds: Feeds = { input_ids: integers(tokenIds, count, typeOf.get('input_ids')) };
    if (wantsMask) feeds.attention_mask = integers(mask(lengths, tokenIds.length / count), count, typeOf.get('attention_mask'));
    return vectorsOf(session, output, feeds, count);
  };
  // Any two tokens will do to learn the dimensions; a tower of fixed length says what it wants instead.
  const shape = session.inputMetadata.find(({ name }) => name === 'input_ids');
  const fixed = shape?.isTensor && typeof shape.shape[1] === 'number' ? shape.shape[1] : 2;
  const some = await run({ count: 1, tokenIds: new Int32Array(fixed), lengths: Int32Array.of(fixed) });
  return { dimensions: some.length, run, release: () => session.release() };
}

function integers(values: Int32Array, count: number, type: string | undefined): Tensor {
  const shape = [count, values.length / count];
  if (type === 'int32') return new Tensor('int32', values, shape);
  return new Tensor('int64', BigInt64Array.from(values, BigInt), shape);
}

/** 1 for a token, 0 for padding. */
function mask(lengths: Int32Array, width: number): Int32Array {
  const values = new Int32Array(lengths.length * width);
  for (const [row, length] of lengths.entries()) values.fill(1, row * width, row * width + length);
  return values;
}
