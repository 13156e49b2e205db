import { Tensor } from 'onnxruntime-node';

import { fixedSize, oneByOne, openSession, outputName, SWAPPED, towerOf, vectorsOf } from './graph.ts';
import type { Graph } from './graph.ts';
import type { ImageRequest, WorkerSetup } from './messages.ts';

/**
 * Opens the image tower and runs it once, which shows that it takes the preprocessing's size. A graph that takes bytes
 * gets the pixels as they are, for it normalises by itself; the others get float32, normalised, [count, 3, size, size].
 */
export async function imageGraph({ imageGraph: path, threads, imageSize, levels }: WorkerSetup): Promise<Graph<ImageRequest>> {
  const session = await openSession(path, threads);
  const [input] = session.inputNames;
  if (towerOf(session) === 'text')
    throw new Error(`The image graph wants ${session.inputNames.join(', ')}: it is a text tower. ${SWAPPED}`);
  if (session.inputNames.length !== 1) throw new Error(`The image graph wants ${session.inputNames.join(', ')}; expected one input.`);
  const output = outputName(session, 'image');
  const [metadata] = session.inputMetadata;
  const takesBytes = metadata?.isTensor === true && metadata.type === 'uint8';

  const atOnce = fixedSize(session, input!, 0) ?? Infinity;
  const bytesPerImage = 3 * imageSize ** 2;

  const run = ({ count, pixels }: Omit<ImageRequest, 'tower'>): Promise<Float32Array<ArrayBuffer>> => {
    if (count > atOnce && atOnce === 1)
      return oneByOne(count, (item) => run({ count: 1, pixels: pixels.slice(item * bytesPerImage, (item + 1) * bytesPerImage) }));
    const tensor = takesBytes
      ? new Tensor('uint8', pixels, [count, imageSize, imageSize, 3])
      : new Tensor('float32', planes(pixels, count, levels), [count, 3, imageSize, imageSize]);
    return vectorsOf(session, output, { [input!]: tensor }, count);
  };
  const blank = await run({ count: 1, pixels: new Uint8Array(3 * imageSize ** 2) });
  return { dimensions: blank.length, run, release: () => session.release() };
}

/** From RGB bytes [count, size, size, 3] to normalised float32 [count, 3, size, size], by table. */
export function planes(pixels: Uint8Array, count: number, [red, green, blue]: readonly Float32Array[]): Float32Array {
  const values = new Float32Array(pixels.length);
  const area = pixels.length / count / 3;
  let from = 0;
  for (let image = 0; image < count; image++) {
    const end = image * 3 * area + area;
    for (let to = image * 3 * area; to < end; to++, from += 3) {
      values[to] = red![pixels[from]!]!;
      values[to + area] = green![pixels[from + 1]!]!;
      values[to + 2 * area] = blue![pixels[from + 2]!]!;
    }
  }
  return values;
}
