import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';

import { BUNDLED_MODEL, isModelName, modelChoice, modelPresets, presetNamed, type ModelPreset } from '@clipgraph/model-registry';
import { PluginError } from '@clipgraph/contracts';

import type { CompiledPrecision } from './compiled-graphs.ts';

/** Which model somebody wants, and under which name. */
export type ModelRequest = {
  readonly name: string;
  /** As it was given, without a precision behind it: for messages that name a command. */
  readonly text: string;
  readonly preset: ModelPreset | undefined;
  /** The graphs are to be built from the checkpoint's weights. */
  readonly compile: CompiledPrecision | undefined;
} & (
  | {
      readonly kind: 'folder';
      readonly folder: string;
      /** Undefined means every one that is there. */
      readonly precision: string | undefined;
    }
  | {
      readonly kind: 'hub';
      readonly repository: string;
      /** Commit, branch or tag; undefined means whatever is installed, or the newest. */
      readonly revision: string | undefined;
      /** Of ready-made graphs, or of those that are built. */
      readonly precision: string;
    }
);

export interface RequestOptions {
  readonly as?: string;
  /** Name in the registry. */
  readonly preset?: string;
  readonly precision?: string;
  readonly compile?: CompiledPrecision;
}

const REPOSITORY = /^([a-zA-Z0-9][\w.-]*\/[a-zA-Z0-9][\w.-]*)(?:@([\w./-]{1,200}))?(?::([a-z0-9]{1,16}))?$/;

/**
 * Reads a name of the registry (`clip-vit-base-patch32:quantized`), a repository (`owner/repo@revision:precision`) or a
 * folder. Errors: NOT_FOUND for none of these, INVALID_INPUT for a name that cannot be one.
 */
export async function modelRequest(
  text: string,
  { as, preset: presetName, precision: wanted, compile }: RequestOptions,
): Promise<ModelRequest> {
  const given = presetName === undefined ? undefined : presetNamed(presetName);
  if (presetName !== undefined && !given) throw unknown(presetName);
  if (wanted !== undefined && !/^[a-z0-9]{1,16}$/.test(wanted))
    throw new PluginError('INVALID_INPUT', 'A precision has 1 to 16 of the characters a-z 0-9.');
  const isPath = /^[./~]|^[a-zA-Z]:[\\/]|\\/.test(text);
  const choice = isPath ? undefined : modelChoice(text);
  const preset = choice && presetNamed(choice.name);
  if (choice && preset) {
    const { id, revision, holds } = preset.repository;
    if (holds === 'checkpoint' && compile === undefined) throw onlyCheckpoint(preset);
    const precision = precisionOf(choice.precision, wanted, compile);
    const kind = { kind: 'hub', repository: id, revision, precision } as const;
    return named({ ...kind, text: choice.name, preset: given ?? preset, compile }, as ?? preset.name);
  }
  const [, repository, revision, precision = ''] = isPath ? [] : (REPOSITORY.exec(text) ?? []);
  if (repository !== undefined) {
    const known = given ?? presetOf(repository);
    const kind = { kind: 'hub', repository, revision, precision: precisionOf(precision, wanted, compile) } as const;
    const source = revision === undefined ? repository : `${repository}@${revision}`;
    return named({ ...kind, text: source, preset: known, compile }, as ?? basename(repository));
  }
  const folder = resolve(text);
  if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw isPath ? notThere() : unknown(text);
  const kind = { kind: 'folder', folder, precision: wanted } as const;
  precisionOf('', wanted, compile);
  return named({ ...kind, text, preset: given, compile }, as ?? basename(folder));
}

function precisionOf(readyMade: string, wanted: string | undefined, compile: CompiledPrecision | undefined): string {
  const precision = readyMade === '' ? (wanted ?? '') : readyMade;
  if (wanted !== undefined && wanted !== precision)
    throw new PluginError('INVALID_INPUT', 'Two precisions are given: behind the name and with --precision.');
  if (compile === undefined || precision === '') return compile ?? precision;
  throw new PluginError('INVALID_INPUT', 'A precision behind the name means ready-made graphs; give either that or --compile.');
}

function named<Request extends object>(request: Request, name: string): Request & { name: string } {
  checkModelName(name);
  return { ...request, name };
}

/** Rejects names that no installed model can have. */
export function checkModelName(name: string): void {
  if (name === BUNDLED_MODEL)
    throw new PluginError('INVALID_INPUT', `"${BUNDLED_MODEL}" is the name of the model that clipgraph brings along.`);
  if (isModelName(name)) return;
  throw new PluginError(
    'INVALID_INPUT',
    'The name of a model has 1 to 64 of the characters a-z A-Z 0-9 . _ -, and begins with a letter or digit. Give one with --as.',
  );
}

/** A repository that the registry knows as a whole, not as one of several models. */
function presetOf(repository: string): ModelPreset | undefined {
  return modelPresets.find((preset) => preset.repository.id === repository && preset.repository.subfolder === undefined);
}

function onlyCheckpoint({ name, title, repository }: ModelPreset): PluginError {
  return new PluginError(
    'UNSUPPORTED',
    `${title} is published as a checkpoint (${repository.id}), not as ONNX graphs. Build them: clipgraph models add ${name} --compile int8 (or fp32)`,
  );
}

function unknown(text: string): PluginError {
  const names = modelPresets.filter(({ repository }) => repository.holds === 'onnx').map(({ name }) => name);
  return new PluginError('NOT_FOUND', `There is no model named "${text}", and no such folder. Known: ${names.join(', ')}.`);
}

function notThere(): PluginError {
  return new PluginError('NOT_FOUND', 'There is no such folder.');
}
