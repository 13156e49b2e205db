import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { preprocessingFrom, type Preprocessing } from '@clipgraph/images';
import type { Scoring } from '@clipgraph/contracts';

import type { Architecture } from './architecture.ts';
import { checkpointError } from './checkpoint-error.ts';
import { familyOf } from './families.ts';
import type { Family } from './family.ts';
import { float32ByteLinear, float32Linear, int8ByteLinear, int8Linear } from './linear.ts';
import { OnnxGraph } from './onnx-graph.ts';
import { openCheckpoint, type Checkpoint } from './safetensors.ts';
import { sampleInputs } from './sample-inputs.ts';
import { float32Table, int8Table } from './table.ts';
import { checkedTower, type Precision, type TowerCheck } from './tower-check.ts';
import { runCompiledImages, runPlainImages, type UnitVectors } from './tower-runs.ts';
import type { Workbench } from './transformer.ts';

export interface CompileOptions {
  /** Path of the checkpoint's `model.safetensors`. */
  readonly weights: string;
  /** Its `config.json` and `preprocessor_config.json`, parsed. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly preprocessor: unknown;
  /** Folder for `vision_model_<precision>.onnx` and `text_model_<precision>.onnx`; made when it is not there. */
  readonly into: string;
  readonly precision: Precision;
  /** Looked at between steps, each of which takes seconds. */
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: CompileStep) => void) | undefined;
}

export interface CompileStep {
  readonly tower: 'image' | 'text';
  readonly doing: 'building' | 'checking';
}

export interface CompiledTowers {
  readonly image: TowerCheck;
  readonly text: TowerCheck;
  /** As it was trained, where the checkpoint says. */
  readonly scoring: Scoring | undefined;
}

/**
 * Builds both towers of a checkpoint as ONNX graphs of our own, and compares each with the plain graph of the same
 * weights. The files appear under their names when both have passed. Errors: UNSUPPORTED with what is wrong with the
 * checkpoint, or the figures of a check that failed.
 */
export async function compileTowers(options: CompileOptions): Promise<CompiledTowers> {
  const { into, precision, signal, onStep } = options;
  const family = familyOf(options.config);
  const architecture = family.architecture(options.config);
  const preprocessing = readPreprocessing(options.preprocessor, architecture);
  const checkpoint = await openCheckpoint(options.weights);
  const pathOf = (tower: 'vision' | 'text'): string => join(into, `${tower}_model_${precision}.onnx`);
  const temporary = [pathOf('vision'), pathOf('text')].flatMap((path) => [`${path}.part`, `${path}.plain`]);
  try {
    await mkdir(into, { recursive: true });
    const check = async (tower: Tower, path: string): Promise<TowerCheck> => {
      onStep?.({ tower: tower.name, doing: 'building' });
      signal?.throwIfAborted();
      await build(`${path}.part`, checkpoint, precision, tower.compile);
      await build(`${path}.plain`, checkpoint, 'fp32', tower.plain);
      onStep?.({ tower: tower.name, doing: 'checking' });
      signal?.throwIfAborted();
      const compiled = await tower.runCompiled(`${path}.part`);
      const result = checkedTower(tower.name, precision, compiled, await tower.runPlain(`${path}.plain`));
      await rm(`${path}.plain`);
      return result;
    };
    const [image, text] = towers(family, architecture, preprocessing);
    const checks = { image: await check(image, pathOf('vision')), text: await check(text, pathOf('text')) };
    const scoring = await family.scoring(checkpoint);
    for (const tower of ['vision', 'text'] as const) await rename(`${pathOf(tower)}.part`, pathOf(tower));
    return { ...checks, scoring };
  } finally {
    await checkpoint.close();
    for (const path of temporary) await rm(path, { force: true });
  }
}

interface Tower {
  readonly name: 'image' | 'text';
  readonly compile: (bench: Workbench) => Promise<void>;
  readonly plain: (bench: Workbench) => Promise<void>;
  readonly runCompiled: (path: string) => Promise<UnitVectors>;
  readonly runPlain: (path: string) => Promise<UnitVectors>;
}

function towers(family: Family, architecture: Architecture, preprocessing: Preprocessing): [Tower, Tower] {
  const { imageSize } = architecture.image;
  const { vocabulary, contextLength } = architecture.text;
  const { pictures, texts } = sampleInputs(imageSize, vocabulary, contextLength);
  const image: Tower = {
    name: 'image',
    compile: (bench) => family.image.compile(bench, architecture, preprocessing),
    plain: (bench) => family.image.plain(bench, architecture),
    runCompiled: (path) => runCompiledImages(path, pictures, imageSize),
    runPlain: (path) => runPlainImages(path, pictures, preprocessing),
  };
  const text: Tower = {
    name: 'text',
    compile: (bench) => family.text.compile(bench, architecture),
    plain: (bench) => family.text.plain(bench, architecture),
    runCompiled: (path) => family.text.runCompiled(path, texts, contextLength),
    runPlain: (path) => family.text.runPlain(path, texts, contextLength),
  };
  return [image, text];
}

async function build(
  path: string,
  checkpoint: Checkpoint,
  precision: Precision,
  tower: (bench: Workbench) => Promise<void>,
): Promise<void> {
  const graph = new OnnxGraph();
  const parts =
    precision === 'int8'
      ? { linear: int8Linear(), byteLinear: int8ByteLinear, table: int8Table }
      : { linear: float32Linear, byteLinear: float32ByteLinear, table: float32Table };
  await tower({ graph, checkpoint, ...parts });
  await graph.write(path);
}

function readPreprocessing(json: unknown, { image }: Architecture): Preprocessing {
  const preprocessing = preprocessingFrom(json);
  if (preprocessing.size === image.imageSize) return preprocessing;
  throw checkpointError(`its pictures have ${image.imageSize} pixels in config.json, ${preprocessing.size} in preprocessor_config.json`);
}
