import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isPluginError, PluginError, type ModelInfo } from '@clipgraph/contracts';

import { DESCRIPTION, writeJson, type Description } from './description.ts';

/** Loads a model from a folder and runs each of its towers; `@clipgraph/encoder-clip` has one. MODEL_FAILED says what is wrong. */
export type ModelTrial = (options: {
  readonly folder: string;
  readonly precision: string;
  readonly signal?: AbortSignal | undefined;
}) => Promise<Pick<ModelInfo, 'dimensions' | 'modalities'>>;

/** A model whose towers have run here, and gave vectors. */
export interface TriedModel extends Pick<ModelInfo, 'dimensions' | 'modalities'> {
  /** What `CLIPGRAPH_MODEL` is set to: the name, with a precision where there is one. */
  readonly choice: string;
}

export interface TrialOptions {
  readonly trial: ModelTrial;
  readonly name: string;
  readonly precisions: readonly string[];
  /** Length of the vectors, where the registry knows it. */
  readonly dimensions?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onTrial?: ((choice: string) => void) | undefined;
}

/** Runs a model in each of the precisions. Errors: UNSUPPORTED with what is wrong. */
export async function triedModel(options: TrialOptions, folder: string): Promise<TriedModel[]> {
  const { trial, name, precisions, dimensions: expected, signal, onTrial } = options;
  const tried: TriedModel[] = [];
  for (const precision of precisions) {
    const choice = precision === '' ? name : `${name}:${precision}`;
    onTrial?.(choice);
    try {
      const { dimensions, modalities } = await trial({ folder, precision, signal });
      if (expected !== undefined && dimensions !== expected)
        throw new PluginError('MODEL_FAILED', `Its vectors have ${dimensions} dimensions; the registry's model has ${expected}.`);
      tried.push({ choice, dimensions, modalities });
    } catch (cause) {
      if (!isPluginError(cause) || cause.code !== 'MODEL_FAILED') throw cause;
      throw new PluginError('UNSUPPORTED', `${choice} does not run. ${cause.message}`, { cause });
    }
  }
  return tried;
}

/**
 * Runs a model that is not in its place yet: what is installed of it, with what is to come over it, in a folder of its own that is
 * gone afterwards.
 */
export async function triedInStaging(
  options: TrialOptions,
  { into, layers, description }: { into: string; layers: readonly string[]; description: Description },
): Promise<TriedModel[]> {
  await rm(into, { recursive: true, force: true });
  try {
    for (const layer of layers) await overlay(layer, into);
    await rm(join(into, DESCRIPTION), { force: true });
    await writeJson(into, DESCRIPTION, description);
    return await triedModel(options, into);
  } finally {
    await rm(into, { recursive: true, force: true });
  }
}

/** By links, for graphs are large; copies where a file system has none. */
async function overlay(from: string, into: string): Promise<void> {
  const entries = await readdir(from, { recursive: true, withFileTypes: true }).catch(() => []);
  await mkdir(into, { recursive: true });
  for (const entry of entries.filter((entry) => entry.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const to = join(into, path.slice(from.length));
    await mkdir(dirname(to), { recursive: true });
    await rm(to, { force: true });
    await link(path, to).catch(() => copyFile(path, to));
  }
}
