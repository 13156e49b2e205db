import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import { PluginError, type Scoring } from '@clipgraph/contracts';
import { modelJson } from '@clipgraph/model-registry';

import type { CompiledGraphs, Description, InstalledFile, TowerCheck } from './description.ts';

/** Of graphs that are built here; ready-made ones have other names for theirs, or the same. */
export type CompiledPrecision = 'fp32' | 'int8';

export interface CompileStep {
  readonly tower: 'image' | 'text';
  readonly doing: 'building' | 'checking';
}

/** Builds `vision_model_<precision>.onnx` and `text_model_<precision>.onnx`; `@clipgraph/tower-compiler` has one. */
export type GraphCompiler = (options: {
  readonly weights: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly preprocessor: unknown;
  readonly into: string;
  readonly precision: CompiledPrecision;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: CompileStep) => void) | undefined;
}) => Promise<{ readonly image: TowerCheck; readonly text: TowerCheck; readonly scoring: Scoring | undefined }>;

/** A checkpoint's weights in the layout of the hubs. */
export const WEIGHTS = 'model.safetensors';

/** Space that a build takes beside the weights, at most: its graphs and the plain one that they are checked against. */
export const BUILD_SPACE_PER_WEIGHTS = 3;

export interface BuildOptions {
  /** Where the weights are, and where the graphs go. */
  readonly staging: string;
  /** The installed model, which may have the configuration already. */
  readonly target: string;
  readonly precision: CompiledPrecision;
  readonly compiler: GraphCompiler;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: CompileStep) => void) | undefined;
}

export interface Built {
  readonly image: TowerCheck;
  readonly text: TowerCheck;
  readonly scoring: Scoring | undefined;
  readonly files: readonly InstalledFile[];
}

/** Builds the graphs from the weights in the staging folder, which are then deleted. */
export async function buildGraphs({ staging, target, precision, compiler, signal, onStep }: BuildOptions): Promise<Built> {
  const configuration = async (name: string): Promise<Readonly<Record<string, unknown>>> => {
    const text = await readFile(join(staging, name), 'utf8').catch(() => readFile(join(target, name), 'utf8'));
    return jsonOf(text, name);
  };
  const built = await compiler({
    weights: join(staging, WEIGHTS),
    config: await configuration('config.json'),
    preprocessor: await configuration('preprocessor_config.json'),
    into: join(staging, 'onnx'),
    precision,
    signal,
    onStep,
  });
  await rm(join(staging, WEIGHTS));
  return { ...built, files: await Promise.all(graphPaths(precision).map((path) => installedFile(staging, path))) };
}

export function graphPaths(precision: CompiledPrecision): string[] {
  return ['vision', 'text'].map((tower) => `onnx/${tower}_model_${precision}.onnx`);
}

/** What is written down of the builds of a model, by precision. */
export function compiledOf(description: Description | undefined): ReadonlyMap<string, CompiledGraphs> {
  return new Map(Object.entries(description?.compiled ?? {}));
}

async function installedFile(folder: string, path: string): Promise<InstalledFile> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(join(folder, path), { highWaterMark: 1024 * 1024 }), hash);
  return { path, bytes: (await stat(join(folder, path))).size, sha256: hash.digest('hex') };
}

/** The object in a file of a model. UNSUPPORTED, with the file's name, where there is none. */
export function jsonOf(text: string, name: string): Readonly<Record<string, unknown>> {
  try {
    return modelJson(text);
  } catch (cause) {
    throw new PluginError('UNSUPPORTED', `The ${name} of this model ${cause instanceof Error ? cause.message : 'is wrong'}.`, { cause });
  }
}
