import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { OPENAI_PREPROCESSING } from '@clipgraph/images';
import { copyClipTokenizer } from '@clipgraph/testing/tiny-checkpoint';

export type RandomClipPrecision = 'fp32' | 'int8';

/** What `../shared/tools/random-clip/gen.mjs` exports; each writes one graph. */
interface Generator {
  vision(path: string, options: object): number;
  text(path: string, options: object): number;
}

/**
 * A folder in the hub's layout with ViT-B/32 of random weights, exported as usual: plain float32, or dynamic int8. Made
 * once, in a folder of the system's temporary files; a small CLIP's tokenizer will do for random weights.
 * @param tool the folder of `gen.mjs`
 */
export async function randomClip(tool: string, precision: RandomClipPrecision): Promise<string> {
  const folder = join(tmpdir(), 'clipgraph-random-clip', precision);
  if (await stat(folder).catch(() => undefined)) return folder;
  const { vision, text } = (await import(pathToFileURL(resolve(tool, 'gen.mjs')).href)) as Generator;
  const unfinished = `${folder}.${process.pid}`;
  await mkdir(join(unfinished, 'onnx'), { recursive: true });
  const options = { style: 'export', attn: 'plain', ...(precision === 'int8' ? { quant: 'int8' } : {}) };
  vision(join(unfinished, 'onnx/vision_model.onnx'), options);
  text(join(unfinished, 'onnx/text_model.onnx'), options);
  await copyClipTokenizer(unfinished);
  const json = (name: string, value: object): Promise<void> => writeFile(join(unfinished, name), JSON.stringify(value));
  await json('config.json', { model_type: 'clip', text_config: { max_position_embeddings: 77 } });
  const { size, mean, std } = OPENAI_PREPROCESSING;
  const crop = { do_resize: true, size: { shortest_edge: size }, do_center_crop: true, crop_size: { height: size, width: size } };
  const levels = { resample: 3, do_rescale: true, rescale_factor: 1 / 255, do_normalize: true, image_mean: mean, image_std: std };
  await json('preprocessor_config.json', { image_processor_type: 'CLIPImageProcessor', ...crop, ...levels });
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  return folder;
}
