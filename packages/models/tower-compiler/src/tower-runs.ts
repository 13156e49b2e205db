import { normalisedPixels, type Preprocessing } from '@clipgraph/images';
import { normalised } from '@clipgraph/contracts';
import { InferenceSession, Tensor } from 'onnxruntime-node';

import { UNSEEN } from './attention.ts';

/** Unit vectors, one for each item. */
export type UnitVectors = readonly Float32Array[];

export function runCompiledImages(path: string, pictures: readonly Uint8Array[], size: number): Promise<UnitVectors> {
  const pixels = Buffer.concat(pictures);
  return vectorsOf(path, { pixels: new Tensor('uint8', new Uint8Array(pixels), [pictures.length, size, size, 3]) });
}

export function runPlainImages(path: string, pictures: readonly Uint8Array[], preprocessing: Preprocessing): Promise<UnitVectors> {
  const { size } = preprocessing;
  const values = normalisedPixels(pictures, preprocessing);
  return vectorsOf(path, { pixel_values: new Tensor('float32', values, [pictures.length, 3, size, size]) });
}

/** Texts one behind the other in one row of tokens, each seeing itself and what it has before. */
export function runPackedTexts(path: string, texts: readonly Int32Array[]): Promise<UnitVectors> {
  const starts = texts.map((_, i) => texts.slice(0, i).reduce((sum, { length }) => sum + length, 0));
  const tokens = starts.at(-1)! + texts.at(-1)!.length;
  const bias = new Float32Array(tokens ** 2).fill(UNSEEN);
  for (const [i, start] of starts.entries()) {
    for (let token = start; token < start + texts[i]!.length; token++) bias.fill(0, token * tokens + start, token * tokens + token + 1);
  }
  return vectorsOf(path, {
    token_ids: integers(texts.flatMap((text) => [...text])),
    positions: integers(texts.flatMap((text) => [...text.keys()])),
    attention_bias: new Tensor('float32', bias, [tokens, tokens]),
    ends: integers(texts.map(({ length }, i) => starts[i]! + length - 1)),
  });
}

/** Texts filled up to the context, with the places of their end tokens. */
export function runPlainTexts(path: string, texts: readonly Int32Array[], contextLength: number): Promise<UnitVectors> {
  return vectorsOf(path, {
    input_ids: filledUp(texts, contextLength),
    ends: integers(texts.map(({ length }, row) => row * contextLength + length - 1)),
  });
}

/** Texts filled up to the context, whose last token is the one that counts. */
export function runFullTexts(path: string, texts: readonly Int32Array[], contextLength: number): Promise<UnitVectors> {
  return vectorsOf(path, { input_ids: filledUp(texts, contextLength) });
}

/** Texts filled up to the context, with what is a token and what is not. */
export function runMaskedTexts(path: string, texts: readonly Int32Array[], contextLength: number): Promise<UnitVectors> {
  const mask = new Int32Array(texts.length * contextLength);
  for (const [row, { length }] of texts.entries()) mask.fill(1, row * contextLength, row * contextLength + length);
  return vectorsOf(path, {
    input_ids: filledUp(texts, contextLength),
    attention_mask: new Tensor('int32', mask, [texts.length, contextLength]),
  });
}

/** With a token like any other: 0 is in every vocabulary. */
function filledUp(texts: readonly Int32Array[], contextLength: number): Tensor {
  const ids = new Int32Array(texts.length * contextLength);
  for (const [row, text] of texts.entries()) ids.set(text, row * contextLength);
  return new Tensor('int32', ids, [texts.length, contextLength]);
}

function integers(values: readonly number[]): Tensor {
  return new Tensor('int32', Int32Array.from(values), [values.length]);
}

async function vectorsOf(path: string, feeds: Readonly<Record<string, Tensor>>): Promise<UnitVectors> {
  const session = await InferenceSession.create(path, { logSeverityLevel: 3 });
  try {
    const output = (await session.run(feeds))[session.outputNames[0]!]!;
    const [items, dimensions] = output.dims as [number, number];
    const values = output.data as Float32Array;
    return Array.from({ length: items }, (_, i) => normalised(values.subarray(i * dimensions, (i + 1) * dimensions)));
  } finally {
    await session.release();
  }
}
