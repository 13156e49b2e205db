import { imageDecoder } from '@clipgraph/images';
import { dot, isPluginError, PluginError, type Encoder, type ModelInfo, type PreparedText, type Vectors } from '@clipgraph/contracts';

import { clip } from './clip.ts';

export interface TryModelOptions {
  /** Absolute path of the model's folder. */
  readonly folder: string;
  /** Which graphs: `quantized` means `vision_model_quantized.onnx`. Default: those without a suffix. */
  readonly precision?: string;
  readonly signal?: AbortSignal | undefined;
}

/** From here on two vectors are taken for the same one. */
const SAME_COSINE = 1 - 1e-6;
/** What padding may change where it should change nothing: quantized exports round by all that is in a batch. */
const PADDED_COSINE = 0.95;

/** Of several lengths and scripts, so that any vocabulary tells some of them apart. */
const TEXTS = ['a dog', 'a red car on a road', 'two people sit at a table and talk about the weather of the day', '一只猫和一只狗', '1984'];

/**
 * Loads a model as a server does, runs each tower on a few inputs, and looks at what comes out: vectors of one length, finite, with a
 * direction, and different for different inputs. Rejects with MODEL_FAILED and what is wrong with which file.
 */
export async function tryModel({ folder, precision = '', signal }: TryModelOptions): Promise<ModelInfo> {
  signal?.throwIfAborted();
  const decoder = imageDecoder();
  const encoder = await clip({ folder, decoder, precision, workers: 1 });
  const suffix = precision === '' ? '' : `_${precision}`;
  try {
    signal?.throwIfAborted();
    await tryPictures(encoder, `onnx/vision_model${suffix}.onnx`);
    signal?.throwIfAborted();
    await tryTexts(encoder, `onnx/text_model${suffix}.onnx`);
    return encoder.model;
  } finally {
    await encoder.close();
  }
}

async function tryPictures({ image, model }: Encoder, graph: string): Promise<void> {
  const vectors = await ran(graph, () => image.run(pictures(model.imageSize)));
  if (hasSame(vectors)) throw unfit(`${graph} gives different pictures the same vector`);
}

async function tryTexts({ text }: Encoder, graph: string): Promise<void> {
  if (!text) return;
  const prepared = new Map<string, PreparedText>();
  for (const words of TEXTS) {
    const one = await text.prepare(words).catch((error: unknown) => {
      // A vocabulary may have nothing for a script.
      if (isPluginError(error) && error.code === 'INVALID_INPUT') return undefined;
      throw error;
    });
    if (one) prepared.set(one.tokenIds.join(), one);
  }
  const texts = [...prepared.values()];
  if (texts.length < 2) throw unfit('tokenizer.json reads different texts as the same tokens');
  const vectors = await ran(graph, () => text.run(texts));
  if (hasSame(vectors)) throw unfit(`${graph} gives different texts the same vector`);
  const shortest = texts.reduce((least, one, at) => (one.tokenIds.length < texts[least]!.tokenIds.length ? at : least), 0);
  const [alone] = await ran(graph, () => text.run([texts[shortest]!]));
  if (dot(alone!, vectors[shortest]!) < PADDED_COSINE)
    throw unfit(
      `${graph} gives a text another vector when it is padded to the length of a longer one: "padding" must be "full" (models add --padding full)`,
    );
}

/** A slope, its colours the other way round, and a chequered one: RGB bytes, [size, size, 3] each, as the tower's `prepare` gives them. */
function pictures(size: number): Uint8Array[] {
  const picture = (level: (x: number, y: number, channel: number) => number): Uint8Array =>
    Uint8Array.from({ length: 3 * size ** 2 }, (_, at) => {
      const place = Math.floor(at / 3);
      return level((place % size) / size, Math.floor(place / size) / size, at % 3);
    });
  return [
    picture(slope),
    picture((x, y, channel) => 255 - slope(x, y, channel)),
    picture((x, y, channel) => ((Math.floor(8 * x) + Math.floor(8 * y)) % 2 === 0 ? 230 : [200, 30, 30][channel]!)),
  ];
}

function slope(x: number, y: number, channel: number): number {
  return [255 * x, 255 * y, 128][channel]!;
}

function hasSame(vectors: Vectors): boolean {
  return vectors.some((one, at) => vectors.slice(at + 1).some((other) => dot(one, other) > SAME_COSINE));
}

/** The runtime's reason stands in the cause of a failed run. */
async function ran(graph: string, run: () => Promise<Vectors>): Promise<Vectors> {
  try {
    return await run();
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw unfit(`${graph} cannot be run: ${cause instanceof Error ? cause.message.replace(/\.$/, '') : 'for an unknown reason'}`, error);
  }
}

function unfit(reason: string, cause?: unknown): PluginError {
  return new PluginError('MODEL_FAILED', `The model cannot be used: ${reason}.`, { cause });
}
