import { posix } from 'node:path';

import { PluginError } from '@clipgraph/contracts';

import { WEIGHTS } from './compiled-graphs.ts';

/** A file of a repository or folder, and its place in an installed model. Only names made here are ever written to. */
export interface WantedFile {
  readonly from: string;
  readonly to: string;
}

/** By its name in an installed model, the names that a file may have. open_clip has one of its own for how pixels are made. */
const CONFIGURATIONS: readonly { readonly to: string; readonly names: readonly string[]; readonly of?: 'vision' | 'text' }[] = [
  { to: 'config.json', names: ['config.json'] },
  { to: 'preprocessor_config.json', names: ['preprocessor_config.json', 'preprocess_cfg.json'], of: 'vision' },
  { to: 'tokenizer.json', names: ['tokenizer.json'], of: 'text' },
  { to: 'tokenizer_config.json', names: ['tokenizer_config.json'], of: 'text' },
  { to: 'clipgraph.json', names: ['clipgraph.json'] },
];
const LICENCES = ['LICENSE', 'LICENSE.txt', 'LICENSE.md'];
/** Weights beside a graph: `vision_model.onnx_data`, `vision_model.onnx_data_1`, `vision_model.onnx.data`. */
const BESIDE = /^(_data(_\d{1,3})?|\.data)$/;

/** What people call the folders of the towers, where each has one with a `model.onnx` in it; Immich's models are `visual` and `textual`. */
export const TOWER_FOLDERS = {
  vision: ['visual', 'vision', 'vision_model', 'image'],
  text: ['textual', 'text', 'text_model'],
} as const;
const IMAGE_GRAPH = new RegExp(`(?:^|/)(?:vision_model|(?:${TOWER_FOLDERS.vision.join('|')})/model)(?:_([a-z0-9]+))?\\.onnx$`);
const TEXT_GRAPH = new RegExp(`(?:^|/)(?:text_model|(?:${TOWER_FOLDERS.text.join('|')})/model)(?:_([a-z0-9]+))?\\.onnx$`);

interface WantedOptions {
  /** Suffix of the graphs; empty for those without one. */
  readonly precision: string;
  /** Where the graphs are, when it is neither `onnx` nor the top. */
  readonly subfolder?: string | undefined;
  /** Whether somebody else knows how pixels are made. */
  readonly knowsPreprocessing: boolean;
  /** What was asked for, for the commands in messages. */
  readonly source: string;
}

/** Where the two graphs of a precision are. */
interface Graphs {
  readonly vision: string;
  readonly text: string | undefined;
  /** Where files that belong to one tower are looked for first. */
  readonly folders: { readonly vision: string; readonly text: string };
}

/**
 * Picks, from all paths there are, the files that the model in one precision is made of. Rejects with UNSUPPORTED when
 * they are no model of two graphs, and says which precisions there are.
 */
export function wantedFiles(paths: Iterable<string>, options: WantedOptions): WantedFile[] {
  const { precision, subfolder, knowsPreprocessing } = options;
  const available = new Set(paths);
  const suffix = precision === '' ? '' : `_${precision}`;
  const graphs = graphsOf(available, suffix, subfolder);
  if (graphs === undefined) throw noGraph(available, options);
  if (graphs.text === undefined) refuseOtherTextGraphs(available, graphs.vision);

  const wanted: WantedFile[] = [];
  const add = (from: string, to: string): void => void wanted.push({ from, to });
  for (const tower of ['vision', 'text'] as const) {
    const graph = graphs[tower];
    if (graph === undefined) continue;
    const to = `onnx/${tower}_model${suffix}.onnx`;
    for (const path of available) {
      const rest = path.startsWith(graph) ? path.slice(graph.length) : undefined;
      if (rest === '') add(path, to);
      else if (rest !== undefined && BESIDE.test(rest)) add(path, besideGraph(path, graph, `${to}${rest}`));
    }
  }
  // What lies beside the graphs belongs to them, before what the repository has for all.
  const first = (names: readonly string[], folder: string): string | undefined =>
    [folder || (subfolder ?? ''), ''].flatMap((place) => names.map((name) => joined(place, name))).find((path) => available.has(path));
  for (const { to, names, of } of CONFIGURATIONS) {
    const path = first(names, of ? graphs.folders[of] : '');
    if (path !== undefined) add(path, to);
  }
  for (const name of LICENCES) {
    const path = first([name], '');
    if (path !== undefined) add(path, name);
  }
  const has = (name: string): boolean => wanted.some(({ to }) => to === name);
  if (!has('preprocessor_config.json') && !knowsPreprocessing) throw missing('preprocessor_config.json');
  if (graphs.text !== undefined && !has('tokenizer.json')) throw noTokenizer(available);
  return wanted.toSorted((a, b) => (a.to < b.to ? -1 : 1));
}

/** In one folder by the hubs' names, or each tower in a folder of its own. */
function graphsOf(available: ReadonlySet<string>, suffix: string, subfolder: string | undefined): Graphs | undefined {
  const there = (path: string): string | undefined => (available.has(path) ? path : undefined);
  const homes = subfolder === undefined ? ['onnx', ''] : [subfolder];
  for (const home of homes) {
    const vision = there(joined(home, `vision_model${suffix}.onnx`));
    if (vision !== undefined) return { vision, text: there(joined(home, `text_model${suffix}.onnx`)), folders: { vision: '', text: '' } };
  }
  const folderOf = (tower: 'vision' | 'text'): string | undefined =>
    TOWER_FOLDERS[tower].find((folder) => available.has(`${folder}/model${suffix}.onnx`));
  const [vision, text] = [folderOf('vision'), folderOf('text')];
  if (subfolder !== undefined || vision === undefined) return undefined;
  return {
    vision: `${vision}/model${suffix}.onnx`,
    text: text && `${text}/model${suffix}.onnx`,
    folders: { vision, text: text ?? '' },
  };
}

/** A graph names the file of its weights, so that one cannot get another name. */
function besideGraph(path: string, graph: string, to: string): string {
  if (posix.basename(path) === posix.basename(to)) return to;
  throw new PluginError(
    'UNSUPPORTED',
    `The weights of ${graph} lie beside it (${path}), which is supported for graphs named vision_model and text_model only.`,
  );
}

/** A model without a text tower is one of pictures; a text tower in another precision only is a mistake. */
function refuseOtherTextGraphs(available: ReadonlySet<string>, vision: string): void {
  const others = [...available].filter((path) => TEXT_GRAPH.test(path));
  if (others.length === 0) return;
  throw new PluginError(
    'UNSUPPORTED',
    `There is ${vision}, but no text graph of the same precision beside it; there is ${others.join(', ')}.`,
  );
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
  if (!available.has('config.json')) throw missing('config.json');
  if (!available.has('tokenizer.json')) throw noTokenizer(available);
  if (!knowsPreprocessing && !available.has('preprocessor_config.json')) throw missing('preprocessor_config.json');
  const wanted = [WEIGHTS, ...CONFIGURATIONS.map(({ to }) => to), ...LICENCES].filter((name) => available.has(name));
  return wanted.map((name) => ({ from: name, to: name })).toSorted((a, b) => (a.to < b.to ? -1 : 1));
}

/** The precisions that a list of a model's files has both graphs of, or the image graph alone; the plain one first. */
export function precisionsOf(paths: Iterable<string>): string[] {
  const found = [...paths].map((path) => IMAGE_GRAPH.exec(path)).filter((match) => match !== null);
  return [...new Set(found.map((match) => match[1] ?? ''))].sort();
}

function noGraph(available: ReadonlySet<string>, { precision, subfolder, source }: WantedOptions): PluginError {
  const homes = subfolder === undefined ? ['onnx/', '', ...TOWER_FOLDERS.vision.map((folder) => `${folder}/`)] : [`${subfolder}/`];
  const here = [...available].filter((path) => homes.includes(path.slice(0, path.lastIndexOf('/') + 1)));
  const precisions = precisionsOf(here);
  if (precisions.length === 0) {
    const joint = here.find((path) => /(^|\/)model[^/]*\.onnx$/.test(path));
    const found = joint === undefined ? '' : ` ${joint} holds both towers in one graph, which is not supported.`;
    const next = available.has(WEIGHTS)
      ? `build them from its ${WEIGHTS}: clipgraph models add ${source} --compile int8`
      : 'export it first';
    return new PluginError(
      'UNSUPPORTED',
      `This model has no ONNX graph for each tower (onnx/vision_model.onnx and onnx/text_model.onnx).${found} If you can, ${next}.`,
    );
  }
  const names = precisions.map((name) => (name === '' ? 'the plain one' : name)).join(', ');
  const asked = precision === '' ? 'plain graphs' : `graphs in the precision "${precision}"`;
  const option = precisions[0] === '' ? '' : ` --precision ${precisions[0]}`;
  return new PluginError(
    'UNSUPPORTED',
    `This model has no ${asked}; there are: ${names}. Take one with: clipgraph models add ${source}${option}`,
  );
}

function noTokenizer(available: ReadonlySet<string>): PluginError {
  const parts = ['vocab.txt', 'vocab.json', 'tokenizer.model', 'sentencepiece.bpe.model', 'spiece.model'].filter((name) =>
    available.has(name),
  );
  if (parts.length === 0) return missing('tokenizer.json');
  return new PluginError(
    'UNSUPPORTED',
    `This model has no tokenizer.json, only ${parts.join(', ')}. Transformers writes one: AutoTokenizer.from_pretrained("<folder>").save_pretrained("<folder>").`,
  );
}

function missing(name: string): PluginError {
  return new PluginError('UNSUPPORTED', `This model has no ${name}, so it cannot be used.`);
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
