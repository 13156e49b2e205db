import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { isPluginError, PluginError } from '@clipgraph/contracts';

import {
  buildGraphs,
  compiledOf,
  graphPaths,
  jsonOf,
  WEIGHTS,
  type CompiledPrecision,
  type CompileStep,
  type GraphCompiler,
} from './compiled-graphs.ts';
import {
  describedBy,
  DESCRIPTION,
  preprocessorConfig,
  readDescription,
  writeJson,
  type Description,
  type CompiledGraphs,
} from './description.ts';
import { fetchFiles, type AddPlan } from './fetch-files.ts';
import type { HubOptions } from './hub-http.ts';
import { isIntact } from './installed.ts';
import { describedFacts, type ModelFacts } from './model-facts.ts';
import type { ModelRequest } from './model-request.ts';
import { folderSource, hubSource, type FileSource } from './model-source.ts';
import { triedInStaging, triedModel, type ModelTrial, type TriedModel } from './model-trial.ts';
import { checkKind, checkKnownFiles, checkSameFacts, checkSameModel, hasAlready } from './same-model.ts';
import { precisionsOf, wantedCheckpoint, wantedFiles, type WantedFile } from './wanted-files.ts';

/** Holds what is on its way, within the folder of models. */
export const INCOMING = '.incoming';

export interface AddOptions {
  /** Name of the installed model, instead of the repository's or the folder's. */
  readonly as?: string;
  /** Name in the registry of what the source is an export of. */
  readonly preset?: string;
  /** Of ready-made graphs; also behind a colon. Default: the plain ones of a repository, all of a folder. */
  readonly precision?: string;
  /** What the model's files do not say. */
  readonly facts?: ModelFacts;
  /** Builds the graphs from the checkpoint's weights, in this precision, instead of taking ready-made ones. */
  readonly compile?: CompiledPrecision;
  /** Aborting keeps what is here; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Before the first byte, when there is something to do. */
  readonly onStart?: (plan: AddPlan) => void;
  /** Bytes of the files that are here, of {@link AddPlan.bytes}. */
  readonly onProgress?: (bytes: number) => void;
  /** When building or checking a tower begins. */
  readonly onStep?: (step: CompileStep) => void;
  /** When the towers of a model are about to run, before it is installed. */
  readonly onTrial?: (choice: string) => void;
}

export interface AddedModel {
  readonly name: string;
  readonly licence: string;
  /** Commit, for a model of the hub. */
  readonly revision: string | undefined;
  /** False when all of it was there before. */
  readonly isNew: boolean;
  /** Of the graphs that were built, now or before. */
  readonly compiled?: CompiledGraphs;
  /** Each precision that was asked for, as it ran here: the plain one first. Absent for a library that runs nothing. */
  readonly tried?: readonly TriedModel[];
}

/** Where an {@link addModel} works, and with what. */
export interface Workplace {
  readonly dir: string;
  readonly hub: HubOptions;
  readonly compiler: GraphCompiler | undefined;
  readonly trial: ModelTrial | undefined;
}

/** What `ModelLibrary.add` does, as the only one that changes the folder. */
export async function addModel({ dir, hub, compiler, trial }: Workplace, request: ModelRequest, options: AddOptions): Promise<AddedModel> {
  const { name, preset, compile } = request;
  const { facts = {}, signal, onTrial } = options;
  const target = join(dir, name);
  const exists = (await stat(target).catch(() => undefined)) !== undefined;
  const before = exists ? await readDescription(target) : undefined;
  const known = compile === undefined ? undefined : compiledOf(before).get(compile);
  checkKind(request, before);
  checkSameFacts(request, facts, before);
  const trying = { name, dimensions: preset?.dimensions, signal, onTrial };
  const asItWas = async (precisions: readonly string[], revision: string | undefined): Promise<AddedModel> => ({
    name,
    licence: preset?.licence.name ?? before?.licence ?? 'unknown',
    revision,
    isNew: false,
    ...(known && { compiled: known }),
    ...(trial && { tried: await triedModel({ ...trying, trial, precisions }, target) }),
  });
  if (request.kind === 'hub' && exists && (await hasAlready(target, before, request)))
    return { ...(await asItWas([request.precision], before?.source?.revision)), licence: before?.licence ?? 'unknown' };

  const source = request.kind === 'hub' ? await askHub(hub, request, before, signal) : await folderSource(request.folder);
  const wanted = wantedOf(source, request);
  if (exists) await checkSameModel(request, before, source, wanted);
  checkKnownFiles(request, source);

  const recorded = new Map(before?.files?.map((file) => [file.path, file]));
  const isHere = async (path: string): Promise<boolean> => {
    const known = recorded.get(path);
    return known !== undefined && (await isIntact(target, known));
  };
  const missing: WantedFile[] = [];
  for (const file of wanted) {
    // Weights are not kept: they are wanted as long as what is built from them is not here.
    const needed = file.to === WEIGHTS && compile ? graphPaths(compile) : [file.to];
    const areHere = await Promise.all(needed.map(isHere));
    if (file.to === DESCRIPTION ? !exists : !areHere.every(Boolean)) missing.push(file);
  }
  const precisions = compile === undefined ? precisionsOf(wanted.map(({ to }) => to)) : [compile];
  const licence = preset?.licence.name ?? before?.licence ?? source.licence ?? 'unknown';
  if (missing.length === 0) return { ...(await asItWas(precisions, source.origin.revision)), licence };

  const staging = stagingFolder(dir, request);
  await mkdir(staging, { recursive: true });
  await keepOnly(staging, missing);
  let stated: Description = {};
  const onConfiguration = async (): Promise<void> => {
    if (trial || options.facts) stated = await statedFacts(facts, request, { staging, target, before });
  };
  /** A folder's copy is of no use when something is wrong with it; a download is kept, for it may be an option that was wrong. */
  const forget = async (error: unknown): Promise<never> => {
    if (!isPluginError(error)) throw error;
    if (request.kind === 'folder') await rm(staging, { recursive: true, force: true });
    if (request.kind === 'folder' || error.code !== 'UNSUPPORTED') throw error;
    const kept = `What is downloaded stays for another try; clipgraph models remove ${name} deletes it.`;
    throw new PluginError(error.code, `${error.message} ${kept}`, { cause: error });
  };
  const fetched = await fetchFiles(source, missing, staging, { ...options, plan: { name, licence }, onConfiguration }).catch(forget);
  if (preset && !wanted.some(({ to }) => to === 'preprocessor_config.json'))
    await writeJson(staging, 'preprocessor_config.json', preprocessorConfig(preset));
  const weights = fetched.find(({ path }) => path === WEIGHTS);
  const built =
    compile && weights && compiler ? await buildGraphs({ ...options, staging, target, precision: compile, compiler }) : undefined;
  const compiled = built && weights ? { weights: weights.sha256, image: built.image, text: built.text } : known;
  const placed = [...fetched.filter((file) => file !== weights), ...(built?.files ?? [])];

  // What was built here is known here, whatever the model's own file says.
  const { compiled: _, ...own } = (await readDescription(staging)) ?? {};
  const description: Description = {
    ...(built?.scoring ? { scoring: built.scoring } : {}),
    ...(preset ? describedBy(preset) : {}),
    ...own,
    ...before,
    ...stated,
    name,
    ...(own.licence === undefined && before?.licence === undefined ? { licence } : {}),
    source: { ...source.origin, ...(preset ? { preset: preset.name } : {}) },
    files: [...(before?.files ?? []).filter(({ path }) => !placed.some((file) => file.path === path)), ...placed],
    ...(compile && compiled ? { compiled: { ...Object.fromEntries(compiledOf(before)), [compile]: compiled } } : {}),
  };
  const layers = { into: join(dir, INCOMING, '.trial'), layers: [target, staging], description };
  const tried = trial && (await triedInStaging({ ...trying, trial, precisions }, layers).catch(forget));
  await place(staging, target, exists, description);
  return {
    name,
    licence: description.licence ?? licence,
    revision: source.origin.revision,
    isNew: true,
    ...(compiled && { compiled }),
    ...(tried && { tried }),
  };
}

/** Reads the configuration that is fetched, or installed. */
async function statedFacts(
  facts: ModelFacts,
  { preset, compile }: ModelRequest,
  { staging, target, before }: { staging: string; target: string; before: Description | undefined },
): Promise<Description> {
  const own = { ...(await firstJson(DESCRIPTION, [staging])), ...before };
  const config = await firstJson('config.json', [staging, target]);
  return describedFacts(facts, { config, own, preset, isCompiled: compile !== undefined });
}

/** Of the first folder that has such a file. */
async function firstJson(name: string, folders: readonly string[]): Promise<Readonly<Record<string, unknown>> | undefined> {
  for (const folder of folders) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => undefined);
    if (text !== undefined) return jsonOf(text, name);
  }
  return undefined;
}

/** Where the files of one precision are collected: `name`, or `name@precision`, which no model is called. */
function stagingFolder(dir: string, request: ModelRequest): string {
  const precision = request.precision ? `@${request.precision}` : '';
  return join(dir, INCOMING, `${request.name}${precision}`);
}

/** Deletes what an earlier call left there and this one does not want. */
async function keepOnly(staging: string, files: readonly WantedFile[]): Promise<void> {
  const wanted = new Set(files.flatMap(({ to }) => [to, `${to}.part`, `${to}.part.json`].map((name) => join(staging, name))));
  for (const entry of await readdir(staging, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(path)) await rm(path);
  }
}

/** The installed commit where none is asked for: another precision must be of the same one. */
function askHub(
  hub: HubOptions,
  { repository, revision }: ModelRequest & { kind: 'hub' },
  before: Description | undefined,
  signal: AbortSignal | undefined,
): Promise<FileSource> {
  const installed = before?.source?.repository === repository ? before.source.revision : undefined;
  return hubSource(hub, repository, revision ?? installed ?? 'main', signal);
}

/** One precision of a repository, every one of a folder. */
function wantedOf(source: FileSource, request: ModelRequest): WantedFile[] {
  const paths = [...source.files.keys()];
  if (request.compile !== undefined) return wantedCheckpoint(paths, request.preset !== undefined);
  const subfolder = request.kind === 'hub' ? request.preset?.repository.subfolder : undefined;
  const precisions = request.precision === undefined ? precisionsOf(paths) : [request.precision];
  const knowsPreprocessing = request.preset !== undefined;
  const all = (precisions.length > 0 ? precisions : ['']).flatMap((precision) =>
    wantedFiles(paths, { precision, subfolder, knowsPreprocessing, source: request.text }),
  );
  return [...new Map(all.map((file) => [file.to, file])).values()];
}

async function place(staging: string, target: string, exists: boolean, description: Description): Promise<void> {
  await writeJson(staging, DESCRIPTION, description);
  if (!exists) return rename(staging, target);
  const entries = await readdir(staging, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((entry) => entry.isFile() && entry.name !== DESCRIPTION)) {
    const path = join(entry.parentPath, entry.name);
    const to = join(target, path.slice(staging.length));
    await mkdir(dirname(to), { recursive: true });
    await rename(path, to);
  }
  // Last: what it lists is there.
  await writeJson(target, DESCRIPTION, description);
  await rm(staging, { recursive: true });
}
