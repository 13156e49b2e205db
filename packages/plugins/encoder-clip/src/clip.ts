import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { normalisedLevels, preprocessingFrom } from '@clipgraph/images';
import type { ImageDecoder, Preprocessing } from '@clipgraph/images';
import type { Encoder, ImageTower, ModelInfo } from '@clipgraph/contracts';
import { isLfsPointer, LFS_ADVICE, LFS_POINTER_BYTES } from '@clipgraph/model-registry';

import { fingerprintOf } from './fingerprint.ts';
import type { EncodeRequest, EncodeResult, WorkerReady, WorkerSetup } from './messages.ts';
import { modelError, modelFiles } from './model-files.ts';
import type { ModelFiles } from './model-files.ts';
import { readPreset } from './preset.ts';
import type { Preset } from './preset.ts';
import { threadPlan, wholeMachine } from './thread-plan.ts';
import type { Machine } from './thread-plan.ts';
import { textTokenizer } from './tokenizer.ts';
import { imageTower, packedTextTower, paddedTextTower } from './towers.ts';
import { workerPool } from './worker-pool.ts';

export interface ClipOptions {
  /** Absolute path of the model's folder. */
  readonly folder: string;
  readonly decoder: Pick<ImageDecoder, 'pixels' | 'crops'>;
  /** Each loads the weights for itself. Default: one for each core, fewer when their weights would fill the memory. */
  readonly workers?: number;
  /** Threads inside one run. Default: its cores divided among the workers. */
  readonly threadsPerWorker?: number;
  /** What it may use. Default: the whole machine; {@link machineShares} divides it among several models. */
  readonly machine?: Machine;
  /** Default: the name in `clipgraph.json`, else the folder's. */
  readonly name?: string;
  /** Which graphs: `quantized` means `vision_model_quantized.onnx`. Default: those without a suffix. */
  readonly precision?: string;
}

/**
 * Runs a CLIP-family model from a folder in the layout of the model hubs: `config.json`,
 * `preprocessor_config.json`, `tokenizer.json`, `onnx/vision_model.onnx` and, for texts, `onnx/text_model.onnx`.
 * A `clipgraph.json` beside them says what the others do not: name, licence, scoring, templates.
 * Rejects with MODEL_FAILED and the name of the file that is wrong.
 *
 * @example
 * const encoder = await clip({ folder: miniModel.folder, decoder: imageDecoder() });
 */
export async function clip(options: ClipOptions): Promise<Encoder> {
  const { folder, decoder } = options;
  const files = await modelFiles(folder, options.precision);
  await refusePointers(files);
  const preset = await readPreset(files);
  const preprocessing = await readPreprocessing(files);
  const tokenizer = files.textGraph ? await readTokenizer(files, preset) : undefined;
  const threads = threadPlan(options.machine ?? wholeMachine(), await bytesOf(files), options);

  const setup: Omit<WorkerSetup, 'threads'> = {
    imageGraph: join(folder, files.imageGraph),
    textGraph: files.textGraph && join(folder, files.textGraph),
    imageSize: preprocessing.size,
    levels: normalisedLevels(preprocessing),
  };
  const [fingerprint, pool] = await Promise.all([
    fingerprintOf(files, preset, preprocessing),
    workerPool<EncodeRequest, WorkerReady, EncodeResult>({
      url: WORKER,
      workerData: threads.map((count): WorkerSetup => ({ ...setup, threads: count })),
    }),
  ]);
  const { imageDimensions, packsTexts, textLength } = pool.ready;
  const problem = mismatch(pool.ready, preset);
  if (problem !== undefined) {
    await pool.close();
    throw modelError(problem);
  }
  const { name, licence, scoring, fit, templates, contextLength } = preset;
  const model: ModelInfo = {
    name: options.name ?? name,
    fingerprint,
    modalities: tokenizer ? ['image', 'text'] : ['image'],
    dimensions: imageDimensions,
    imageSize: preprocessing.size,
    ...(tokenizer ? { contextLength } : {}),
    scoring,
    ...(fit ? { fit } : {}),
    templates,
    licence,
  };
  return {
    model,
    // What is prepared is the tower's own affair; the contract does not know its type.
    image: imageTower(decoder, preprocessing, pool.run) as ImageTower,
    ...(tokenizer
      ? { text: packsTexts ? packedTextTower(tokenizer, pool.run) : paddedTextTower(tokenizer, preset, textLength, pool.run) }
      : {}),
    parallelism: threads.length,
    health: pool.health,
    close: pool.close,
  };
}

/** What the graphs say and the files beside them do not fit. */
function mismatch({ imageDimensions, textDimensions, textLength }: WorkerReady, { contextLength }: Preset): string | undefined {
  if (textDimensions !== undefined && textDimensions !== imageDimensions)
    return `the towers differ: image vectors have ${imageDimensions} dimensions, text vectors ${textDimensions}`;
  if (textLength === undefined || contextLength <= textLength) return undefined;
  return `the text graph takes ${textLength} tokens and the context is ${contextLength}: give "contextLength": ${textLength} in clipgraph.json (models add --context-length ${textLength})`;
}

/** The compiler rewrites the extension of imports only, so this one follows the file it stands in. */
const WORKER = new URL(`./session-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url);

async function bytesOf({ folder, weights }: ModelFiles): Promise<number> {
  const sizes = await Promise.all(weights.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Git LFS leaves small texts where files of weights belong. */
async function refusePointers({ folder, weights }: ModelFiles): Promise<void> {
  for (const name of weights) {
    const path = join(folder, name);
    if ((await stat(path)).size <= LFS_POINTER_BYTES && isLfsPointer(await readFile(path, 'utf8')))
      throw modelError(`${name} ${LFS_ADVICE}`);
  }
}

async function readPreprocessing(files: ModelFiles): Promise<Preprocessing> {
  const json = await files.json('preprocessor_config.json');
  try {
    return preprocessingFrom(json);
  } catch (error) {
    throw modelError(`preprocessor_config.json: ${error instanceof Error ? error.message : 'not understood'}`, error);
  }
}

async function readTokenizer(files: ModelFiles, preset: Preset): Promise<ReturnType<typeof textTokenizer>> {
  const config = files.has('tokenizer_config.json') ? await files.json('tokenizer_config.json') : {};
  return textTokenizer(await files.json('tokenizer.json'), config, preset);
}
