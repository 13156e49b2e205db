import { basename, dirname, join } from 'node:path';

import { miniModel } from '@clipgraph/model-mini';

import { keptCompiledClip } from './compiled-clip.ts';
import { randomClip } from './random-clip.ts';

/** A model that is measured, and how each part of the bench names it. */
export interface BenchModel {
  readonly title: string;
  readonly folder: string;
  /** For `clip()`; absent where the graphs have no suffix. */
  readonly precision?: string;
  /** For `CLIPGRAPH_MODEL`. */
  readonly name: string;
  /** For `CLIPGRAPH_MODELS_DIR`; absent for the bundled model. */
  readonly modelsDir?: string;
  /** Path of the image tower's graph. */
  readonly imageGraph: string;
  /** `uint8` [batch, size, size, 3] for compiled towers, else normalised float32. */
  readonly takesBytes: boolean;
}

/** The bundled model, and ViT-B/32 of random weights: as usually exported, and as `models add --compile` builds it. */
export const BENCH_MODELS = ['mini', 'exported', 'exported-int8', 'fp32', 'int8'] as const;

/** `option` is what stood behind `--model`; graphs are made once, in a folder of the system's temporary files. */
export async function benchModel(option: string, tool: string): Promise<BenchModel> {
  const wanted = BENCH_MODELS.find((name) => name === option);
  if (wanted === undefined) throw new RangeError(`--model is one of ${BENCH_MODELS.join(', ')}.`);
  if (wanted === 'mini') {
    const { folder } = miniModel;
    return { title: 'bundled model', folder, name: 'mini', imageGraph: plainGraph(folder), takesBytes: false };
  }
  if (wanted === 'fp32' || wanted === 'int8') {
    const folder = await keptCompiledClip();
    const title = `ViT-B/32, random weights, compiled ${wanted}`;
    const served = { name: `${basename(folder)}:${wanted}`, modelsDir: dirname(folder) };
    return { title, folder, precision: wanted, ...served, imageGraph: join(folder, `onnx/vision_model_${wanted}.onnx`), takesBytes: true };
  }
  const precision = wanted === 'exported' ? 'fp32' : 'int8';
  const folder = await randomClip(tool, precision);
  const served = { name: basename(folder), modelsDir: dirname(folder) };
  return { title: `ViT-B/32, random weights, exported ${precision}`, folder, ...served, imageGraph: plainGraph(folder), takesBytes: false };
}

function plainGraph(folder: string): string {
  return join(folder, 'onnx/vision_model.onnx');
}
