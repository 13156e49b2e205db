/* One side of `peers.ts`, in a process of its own: opens a model, then does each piece of work that it is sent and says how long it took. */
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { batched } from '@clipgraph/batching';
import { clip } from '@clipgraph/encoder-clip';
import { imageDecoder } from '@clipgraph/images';
import {
  AutoImageProcessor,
  AutoTokenizer,
  CLIPTextModelWithProjection,
  CLIPVisionModelWithProjection,
  env,
  RawImage,
  type Tensor,
} from '@huggingface/transformers';

import { PATIENCE_MS, timed } from './rounds.ts';

export interface PeerWork {
  /** `text batches`: the next 32 are given when the ones before are done. */
  readonly kind: 'images' | 'texts' | 'text batches';
  /** Paths of JPEG files, or texts. */
  readonly items: readonly string[];
}

/** Each answers how many vectors it made. */
type Engine = Readonly<Record<PeerWork['kind'], (items: readonly string[]) => Promise<number>>>;

const IMAGE_BATCH = 8;
const TEXT_BATCH = 32;

const [engineName, folder, precision] = process.argv.slice(2) as [string, string, string];
const engine = await (engineName === 'clipgraph' ? clipgraph() : transformers());
process.on('message', (work: PeerWork) => void timed(() => engine[work.kind](work.items)).then((round) => process.send!(round)));
process.on('disconnect', () => process.exit());
process.send!('ready');

/** As the gateway runs it, without its cache. Pictures and texts are given all at once, for it batches them itself. */
async function clipgraph(): Promise<Engine> {
  const embedder = batched(await clip({ folder, precision, decoder: imageDecoder() }), { deadlineMs: PATIENCE_MS });
  const texts = async (items: readonly string[]): Promise<number> =>
    (await Promise.all(items.map((text) => embedder.embedText(text)))).length;
  return {
    images: async (paths) => (await Promise.all(paths.map(async (path) => embedder.embedImage(await readFile(path))))).length,
    texts,
    'text batches': (items) => inBatches(items, TEXT_BATCH, texts),
  };
}

/** As its documentation shows: the files of a batch read together, then prepared, then run. */
async function transformers(): Promise<Engine> {
  env.allowRemoteModels = false;
  env.localModelPath = dirname(folder);
  const name = basename(folder);
  // The graphs in the folder have the precision; `fp32` only means that their names have no suffix.
  const load = { dtype: 'fp32', device: 'cpu' } as const;
  const processor = await AutoImageProcessor.from_pretrained(name);
  const tokenizer = await AutoTokenizer.from_pretrained(name);
  const vision = await CLIPVisionModelWithProjection.from_pretrained(name, load);
  const text = await CLIPTextModelWithProjection.from_pretrained(name, load);
  const texts = (items: readonly string[]): Promise<number> =>
    inBatches(items, TEXT_BATCH, async (some) => {
      const { text_embeds: vectors } = (await text(tokenizer(some, { padding: true, truncation: true }))) as { text_embeds: Tensor };
      return vectors.dims[0]!;
    });
  return {
    images: (paths) =>
      inBatches(paths, IMAGE_BATCH, async (some) => {
        const pictures = await Promise.all(some.map((path) => RawImage.read(path)));
        const { image_embeds: vectors } = (await vision(await processor(pictures))) as { image_embeds: Tensor };
        return vectors.dims[0]!;
      }),
    texts,
    'text batches': texts,
  };
}

/** One batch after the other; adds up what they answer. */
async function inBatches(items: readonly string[], size: number, run: (batch: string[]) => Promise<number>): Promise<number> {
  let done = 0;
  for (let at = 0; at < items.length; at += size) done += await run(items.slice(at, at + size));
  return done;
}
