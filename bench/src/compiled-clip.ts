import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { OPENAI_PREPROCESSING } from '@clipgraph/images';
import { copyClipTokenizer, TINY_CONFIG, TINY_PREPROCESSING, writeTinyCheckpoint } from '@clipgraph/testing/tiny-checkpoint';
import { compileTowers } from '@clipgraph/tower-compiler';

/** OpenAI's ViT-B/32, as its `config.json` says. */
const VIT_B_32 = {
  ...TINY_CONFIG,
  projection_dim: 512,
  vision_config: {
    ...TINY_CONFIG.vision_config,
    hidden_size: 768,
    intermediate_size: 3072,
    num_hidden_layers: 12,
    num_attention_heads: 12,
    image_size: 224,
    patch_size: 32,
  },
  text_config: {
    ...TINY_CONFIG.text_config,
    hidden_size: 512,
    intermediate_size: 2048,
    num_hidden_layers: 12,
    num_attention_heads: 8,
    vocab_size: 49_408,
    max_position_embeddings: 77,
  },
};

/**
 * Fills `folder` with ViT-B/32 of random weights as `models add --compile` builds it, in both precisions, and says what
 * the check found; a small CLIP's tokenizer will do.
 */
export async function compileRandomClip(folder: string): Promise<void> {
  await mkdir(join(folder, 'onnx'), { recursive: true });
  await copyClipTokenizer(folder);
  await writeTinyCheckpoint(folder, VIT_B_32);
  const weights = join(folder, 'model.safetensors');
  const preprocessor = { ...TINY_PREPROCESSING, size: { shortest_edge: OPENAI_PREPROCESSING.size } };
  for (const precision of ['fp32', 'int8'] as const) {
    const start = performance.now();
    const { image, text } = await compileTowers({ weights, config: VIT_B_32, preprocessor, into: join(folder, 'onnx'), precision });
    const figures = ({ largestDifference, worstCosine }: typeof image): string =>
      `largest difference ${largestDifference.toExponential(1)}, worst cosine ${worstCosine.toFixed(6)}`;
    console.log(
      `built ${precision} in ${Math.round((performance.now() - start) / 1000)} s; image: ${figures(image)}; text: ${figures(text)}`,
    );
  }
  await rm(weights);
}

/** The same, made once, in a folder of the system's temporary files. */
export async function keptCompiledClip(): Promise<string> {
  const folder = join(tmpdir(), 'clipgraph-random-clip', 'compiled');
  if (await stat(folder).catch(() => undefined)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  try {
    await compileRandomClip(unfinished);
    await rename(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return folder;
}
