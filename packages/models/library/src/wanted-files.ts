import { PluginError } from '@clipgraph/contracts';

import { WEIGHTS } from './compiled-graphs.ts';

/** A file of a repository or folder, and its place in an installed model. Only names made here are ever written to. */
export interface WantedFile {
  readonly from: string;
  readonly to: string;
}

const CONFIGURATIONS = ['config.json', 'preprocessor_config.json', 'tokenizer.json', 'tokenizer_config.json', 'clipgraph.json'];
const LICENCES = ['LICENSE', 'LICENSE.txt', 'LICENSE.md'];
/** Weights beside a graph: `vision_model.onnx_data`, `vision_model.onnx_data_1`, `vision_model.onnx.data`. */
const BESIDE = /^(_data(_\d{1,3})?|\.data)$/;

interface WantedOptions {
  /** Suffix of the graphs; empty for those without one. */
  readonly precision: string;
  /** Where the graphs are, when it is neither `onnx` nor the top. */
  readonly subfolder?: string | undefined;
  /** Whether somebody else knows how pixels are made. */
  readonly knowsPreprocessing: boolean;
}

/**
 * Picks, from all paths there are, the files that the model in one precision is made of. Rejects with UNSUPPORTED when
 * they are no model of two graphs, and says which precisions there are.
 */
export function wantedFiles(paths: Iterable<string>, { precision, subfolder, knowsPreprocessing }: WantedOptions): WantedFile[] {
  const available = new Set(paths);
  const suffix = precision === '' ? '' : `_${precision}`;
  const folders = subfolder === undefined ? ['onnx', ''] : [subfolder];
  const home = folders.find((folder) => available.has(joined(folder, `vision_model${suffix}.onnx`)));
  if (home === undefined) throw noGraph(available, folders, precision);

  const wanted: WantedFile[] = [];
  const add = (from: string, to: string): void => void wanted.push({ from, to });
  for (const tower of ['vision_model', 'text_model']) {
    const graph = joined(home, `${tower}${suffix}.onnx`);
    for (const path of available) {
      const rest = path.startsWith(graph) ? path.slice(graph.length) : undefined;
      if (rest === '' || (rest !== undefined && BESIDE.test(rest))) add(path, `onnx/${tower}${suffix}.onnx${rest}`);
    }
  }
  for (const name of [...CONFIGURATIONS, ...LICENCES]) {
    // What lies beside the graphs belongs to them, before what the repository has for all.
    const path = [...new Set([joined(subfolder ?? '', name), name])].find((path) => available.has(path));
    if (path !== undefined) add(path, name);
  }
  const has = (name: string): boolean => wanted.some(({ to }) => to === name);
  if (!has('preprocessor_config.json') && !knowsPreprocessing) throw missing('preprocessor_config.json');
  if (has(`onnx/text_model${suffix}.onnx`) && !has('tokenizer.json')) throw missing('tokenizer.json');
  return wanted.toSorted((a, b) => (a.to < b.to ? -1 : 1));
}

/**
 * Picks the files that a model is built from. Rejects with UNSUPPORTED when its weights are not here, or what a build
 * needs besides them.
 */
export function wantedCheckpoint(paths: Iterable<string>, knowsPreprocessing: boolean): WantedFile[] {
  const available = new Set(paths);
  if (!available.has(WEIGHTS)) {
    const isSplit = available.has(`${WEIGHTS}.index.json`) ? ' Weights in several files are not supported.' : '';
    throw new PluginError(
      'UNSUPPORTED',
      `This model has no ${WEIGHTS} to compile.${isSplit} A repository that has it can be named: models add owner/name --compile int8.`,
    );
  }
  const needed = ['config.json', 'tokenizer.json', ...(knowsPreprocessing ? [] : ['preprocessor_config.json'])];
  for (const name of needed) if (!available.has(name)) throw missing(name);
  const wanted = [WEIGHTS, ...CONFIGURATIONS, ...LICENCES].filter((name) => available.has(name));
  return wanted.map((name) => ({ from: name, to: name })).toSorted((a, b) => (a.to < b.to ? -1 : 1));
}

/** The precisions that a list of an installed model's files has both graphs of, or the image graph alone. */
export function precisionsOf(paths: Iterable<string>): string[] {
  const found = [...paths].map((path) => /(?:^|\/)vision_model(?:_([a-z0-9]+))?\.onnx$/.exec(path));
  return found
    .filter((match) => match !== null)
    .map((match) => match[1] ?? '')
    .sort();
}

function noGraph(available: ReadonlySet<string>, folders: readonly string[], precision: string): PluginError {
  const here = [...available].filter((path) =>
    folders.some((folder) => path.slice(0, path.lastIndexOf('/') + 1) === (folder && `${folder}/`)),
  );
  const precisions = precisionsOf(here);
  if (precisions.length === 0) {
    return new PluginError(
      'UNSUPPORTED',
      'This model has no ONNX graph for each tower (onnx/vision_model.onnx and onnx/text_model.onnx); export it first.',
    );
  }
  const names = precisions.map((name) => (name === '' ? 'the plain one' : name)).join(', ');
  const asked = precision === '' ? 'plain graphs' : `graphs in the precision "${precision}"`;
  return new PluginError(
    'UNSUPPORTED',
    `This model has no ${asked}; there are: ${names}. Name one after a colon, as in model:${precisions[0] || 'quantized'}.`,
  );
}

function missing(name: string): PluginError {
  return new PluginError('UNSUPPORTED', `This model has no ${name}, so it cannot be used.`);
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
