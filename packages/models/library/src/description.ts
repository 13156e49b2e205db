import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { modelJson, type ModelPreset } from '@clipgraph/model-registry';
import * as v from 'valibot';

/** `clipgraph.json` of an installed model: what encoder-clip reads, and what the library knows of where it came from. */
export interface Description {
  readonly name?: string;
  readonly licence?: string;
  /** Absent for a model that was put here by hand. */
  readonly source?: ModelSource;
  readonly files?: readonly InstalledFile[];
  /** Graphs that were built here, by precision. */
  readonly compiled?: Readonly<Record<string, CompiledGraphs>>;
  readonly [field: string]: unknown;
}

/** How far a built tower is from the plain one of the same weights. */
export interface TowerCheck {
  readonly largestDifference: number;
  readonly worstCosine: number;
}

/** What is kept of a build in `clipgraph.json`, by precision. */
export interface CompiledGraphs {
  /** sha256 of the `model.safetensors` that they were built from. */
  readonly weights: string;
  readonly image: TowerCheck;
  readonly text: TowerCheck;
}

export interface ModelSource {
  /** `owner/name` on the hub; absent for a folder. */
  readonly repository?: string;
  /** Commit, with a repository. */
  readonly revision?: string;
  /** Name in the registry. */
  readonly preset?: string;
}

/** Path in the model's folder; sha256 in hexadecimal. */
export interface InstalledFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const DESCRIPTION = 'clipgraph.json';

/** What a preset says and the hub's files do not. */
export function describedBy({ scoring, contextLength, padding, licence }: ModelPreset): Description {
  return {
    licence: licence.name,
    contextLength,
    ...('scale' in scoring ? { scoring: { kind: scoring.kind, scale: scoring.scale, bias: scoring.bias } } : {}),
    ...(padding === undefined ? {} : { padding }),
  };
}

/** The preset's way of making pixels, in the form of the hub's files. */
export function preprocessorConfig({ preprocessing }: ModelPreset): object {
  const { imageSize, resize, interpolation, mean, std } = preprocessing;
  const square = { height: imageSize, width: imageSize };
  const geometry = resize === 'crop' ? { size: { shortest_edge: imageSize }, do_center_crop: true, crop_size: square } : { size: square };
  return {
    do_resize: true,
    ...geometry,
    resample: interpolation === 'bicubic' ? 3 : 2,
    do_normalize: true,
    image_mean: mean,
    image_std: std,
  };
}

const text = v.string();
const towerCheck = v.object({ largestDifference: v.number(), worstCosine: v.number() });
const compiledGraphs = v.object({ weights: text, image: towerCheck, text: towerCheck });
const descriptionSchema = v.looseObject({
  name: v.exactOptional(text),
  licence: v.exactOptional(text),
  source: v.exactOptional(v.object({ repository: v.exactOptional(text), revision: v.exactOptional(text), preset: v.exactOptional(text) })),
  files: v.exactOptional(v.array(v.object({ path: text, bytes: v.number(), sha256: text }))),
  compiled: v.exactOptional(v.record(text, compiledGraphs)),
});

/**
 * Undefined when there is none, or it is no JSON object. Somebody may have edited it: a field that the library relies on is right or
 * not there. The encoder says what is wrong with its own.
 */
export async function readDescription(folder: string): Promise<Description | undefined> {
  const json = await readFile(join(folder, DESCRIPTION), 'utf8')
    .then(modelJson)
    .catch(() => undefined);
  if (json === undefined) return undefined;
  const result = v.safeParse(descriptionSchema, json);
  if (result.success) return result.output;
  const wrong = new Set(result.issues.map(({ path }) => path?.[0]?.key));
  const right = Object.fromEntries(Object.entries(json).filter(([field]) => !wrong.has(field)));
  return v.parse(descriptionSchema, right);
}

/** Readers see the old file or the new one, never half of it. */
export async function writeJson(folder: string, name: string, content: object): Promise<void> {
  const temporary = join(folder, `${name}.new`);
  await writeFile(temporary, `${JSON.stringify(content, null, 2)}\n`);
  await rename(temporary, join(folder, name));
}
