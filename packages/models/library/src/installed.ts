import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { isModelName, modelJson, presetNamed } from '@clipgraph/model-registry';
import * as v from 'valibot';

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

const size = v.fallback(v.optional(v.number()), undefined);
const sizesSchema = v.object({
  projection_dim: size,
  /** open_clip's. */
  embed_dim: size,
  text_config: v.fallback(v.optional(v.object({ projection_size: size })), undefined),
});

/** Where `config.json` says: as the projection of both towers, or of the text tower alone. */
async function vectorLength(folder: string): Promise<number | undefined> {
  const json = await readFile(join(folder, 'config.json'), 'utf8')
    .then(modelJson)
    .catch(() => undefined);
  if (json === undefined) return undefined;
  const { projection_dim: shared, embed_dim: openClip, text_config: text } = v.parse(sizesSchema, json);
  return shared ?? openClip ?? text?.projection_size;
}
