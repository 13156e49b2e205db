import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { checkedFile, PluginError, type StandardSchema } from '@clipgraph/contracts';
import { modelJson } from '@clipgraph/model-registry';

/** A model's folder in the layout of the model hubs, looked at but not yet loaded. Names are relative to it. */
export interface ModelFiles {
  readonly folder: string;
  readonly imageGraph: string;
  /** Undefined for a model of pictures only. */
  readonly textGraph: string | undefined;
  /** The graphs with the files of external weights beside them, in order of name. */
  readonly weights: readonly string[];
  has(name: string): boolean;
  /** Errors: MODEL_FAILED with the file's name when it is missing or no JSON object. */
  json(name: string): Promise<JsonFile>;
  /** What a schema makes of such a file; undefined where there is none. Errors: MODEL_FAILED with the field that is wrong. */
  checked<Content>(name: string, schema: StandardSchema<Content>): Promise<Content | undefined>;
}

export type JsonFile = Readonly<Record<string, unknown>>;

/**
 * @param precision picks `vision_model_<precision>.onnx` and `text_model_<precision>.onnx`; empty for the plain ones
 */
export async function modelFiles(folder: string, precision = ''): Promise<ModelFiles> {
  const top = await namesIn(folder);
  if (!top) throw modelError('the folder cannot be read');
  const graphs = (await namesIn(join(folder, 'onnx'))) ?? [];
  const suffix = precision === '' ? '' : `_${precision}`;
  const [imageGraph, textGraph] = [`vision_model${suffix}.onnx`, `text_model${suffix}.onnx`];
  if (!graphs.includes(imageGraph)) {
    const joint = graphs.some((name) => /^model.*\.onnx$/.test(name)) ? ' (one graph with both towers is not supported)' : '';
    throw modelError(`onnx/${imageGraph} is missing${joint}`);
  }
  const hasText = graphs.includes(textGraph);
  const files = new Set([...top, ...graphs.map((name) => `onnx/${name}`)]);
  async function json(name: string): Promise<JsonFile> {
    const text = await readFile(join(folder, name), 'utf8').catch((cause: unknown) => {
      throw modelError(`${name} is missing`, cause);
    });
    try {
      return modelJson(text);
    } catch (error) {
      throw modelError(`${name} ${error instanceof Error ? error.message : 'is wrong'}`, error);
    }
  }
  return {
    folder,
    imageGraph: `onnx/${imageGraph}`,
    textGraph: hasText ? `onnx/${textGraph}` : undefined,
    weights: [...files].filter((name) => isWeights(name, imageGraph) || (hasText && isWeights(name, textGraph))).sort(),
    has: (name) => files.has(name),
    json,
    async checked(name, schema) {
      if (!files.has(name)) return undefined;
      const result = checkedFile(schema, await json(name), name);
      if (result.problem === undefined) return result.content;
      throw modelError(result.problem);
    },
  };
}

/** The graph itself, or weights beside it: `vision_model.onnx_data`, `vision_model.onnx.data`. */
function isWeights(name: string, graph: string): boolean {
  return name === `onnx/${graph}` || name.startsWith(`onnx/${graph}_data`) || name.startsWith(`onnx/${graph}.data`);
}

async function namesIn(folder: string): Promise<string[] | undefined> {
  return readdir(folder).catch(() => undefined);
}

/** MODEL_FAILED, with a reason that names files relative to the model's folder. */
export function modelError(reason: string, cause?: unknown): PluginError {
  return new PluginError('MODEL_FAILED', `The model cannot be loaded: ${reason}.`, { cause });
}
