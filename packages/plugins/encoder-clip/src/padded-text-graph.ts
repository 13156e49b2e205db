import { Tensor } from 'onnxruntime-node';
import type { InferenceSession } from 'onnxruntime-node';

import { fixedSize, oneByOne, outputName, SWAPPED, towerOf, vectorsOf } from './graph.ts';
import type { Feeds, Graph } from './graph.ts';
import type { TextRequest } from './messages.ts';

/** What an export may want: ids, 1 for each that is no padding, and BERT's segments, of which a text has one. */
const KNOWN = ['input_ids', 'attention_mask', 'token_type_ids'];

export interface PaddedTextGraph extends Graph<TextRequest> {
  /** Tokens of every text, where the export has fixed that. */
  readonly length: number | undefined;
}

/** A text tower as it is usually exported: it takes `input_ids`, or one input of another name, and what else of {@link KNOWN} it asks for. */
export async function paddedTextGraph(session: InferenceSession): Promise<PaddedTextGraph> {
  const [only, ...others] = session.inputNames;
  const strange = session.inputNames.filter((name) => !KNOWN.includes(name));
  if (towerOf(session) !== 'text' || (strange.length > 0 && others.length > 0)) {
    const isImage = towerOf(session) === 'image' ? `: it is an image tower's. ${SWAPPED}` : '.';
    throw new Error(
      `The text graph wants ${(strange.length > 0 ? strange : session.inputNames).join(', ')}, which is not known here${isImage}`,
    );
  }
  const ids = strange.length > 0 ? only! : 'input_ids';
  const output = outputName(session, 'text');
  const typeOf = new Map(session.inputMetadata.map((input) => [input.name, input.isTensor ? input.type : 'int64']));
  const length = fixedSize(session, ids, 1);
  const takesOne = fixedSize(session, ids, 0) === 1;

  const run = ({ count, tokenIds, lengths }: Omit<TextRequest, 'tower'>): Promise<Float32Array<ArrayBuffer>> => {
    const width = tokenIds.length / count;
    if (count > 1 && takesOne) {
      const itemOf = (item: number) => ({
        count: 1,
        tokenIds: tokenIds.slice(item * width, (item + 1) * width),
        lengths: lengths.slice(item, item + 1),
      });
      return oneByOne(count, (item) => run(itemOf(item)));
    }
    const feeds: Feeds = { [ids]: integers(tokenIds, count, typeOf.get(ids)) };
    const also = (name: string, values: () => Int32Array): void => {
      if (session.inputNames.includes(name)) feeds[name] = integers(values(), count, typeOf.get(name));
    };
    also('attention_mask', () => mask(lengths, width));
    also('token_type_ids', () => new Int32Array(tokenIds.length));
    return vectorsOf(session, output, feeds, count);
  };
  // Any two tokens will do to learn the dimensions.
  const some = await run({ count: 1, tokenIds: new Int32Array(length ?? 2), lengths: Int32Array.of(length ?? 2) });
  return { dimensions: some.length, length, run, release: () => session.release() };
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
