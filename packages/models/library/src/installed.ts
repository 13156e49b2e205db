import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isModelName, presetNamed } from '@clipgraph/model-registry';

import { compiledOf } from './compiled-graphs.ts';
import { readDescription, type InstalledFile, type ModelSource } from './description.ts';
import { precisionsOf } from './wanted-files.ts';

/** A model that a server can be told to load. */
export interface InstalledModel {
  readonly name: string;
  /** Empty text for the plain graphs. */
  readonly precisions: readonly string[];
  /** Those of the precisions whose graphs were built here from a checkpoint. */
  readonly compiled: readonly string[];
  readonly licence: string;
  /** Where it came from, when the library put it here. */
  readonly source: ModelSource | undefined;
  /** Of the vectors, where the files or the registry say. */
  readonly dimensions: number | undefined;
  /** Of its files, all precisions together. */
  readonly bytes: number;
}

/** The models in a folder of models, by name; whatever else lies there is left out. */
export async function installedModels(dir: string): Promise<InstalledModel[]> {
  const names = (await readdir(dir).catch(() => [])).filter(isModelName).sort();
  const models = await Promise.all(names.map((name) => installedModel(join(dir, name), name)));
  return models.filter((model) => model !== undefined);
}

async function installedModel(folder: string, name: string): Promise<InstalledModel | undefined> {
  const graphs = await readdir(join(folder, 'onnx')).catch(() => []);
  const precisions = precisionsOf(graphs);
  if (precisions.length === 0) return undefined;
  const description = await readDescription(folder);
  const source = description?.source;
  const preset = presetNamed(source?.preset ?? '');
  const sizes = await Promise.all(graphs.map(async (graph) => (await stat(join(folder, 'onnx', graph))).size));
  return {
    name,
    precisions,
    compiled: [...compiledOf(description).keys()].filter((precision) => precisions.includes(precision)),
    licence: description?.licence ?? 'unknown',
    source,
    dimensions: preset?.dimensions ?? (await vectorLength(folder)),
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}

/** Whether a file is there as it was when it was installed; by size, which is what breaks off. */
export async function isIntact(folder: string, { path, bytes }: InstalledFile): Promise<boolean> {
  const stats = await stat(join(folder, path)).catch(() => undefined);
  return stats?.isFile() === true && stats.size === bytes;
}

/** Where `config.json` says: as the projection of both towers, or of the text tower alone. */
async function vectorLength(folder: string): Promise<number | undefined> {
  try {
    const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Sizes;
    return [config.projection_dim, config.text_config?.projection_size].find((size) => typeof size === 'number');
  } catch {
    return undefined;
  }
}

interface Sizes {
  readonly projection_dim?: unknown;
  readonly text_config?: { readonly projection_size?: unknown };
}
