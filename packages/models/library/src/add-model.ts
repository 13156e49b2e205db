import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { PluginError } from '@clipgraph/contracts';

import {
  buildGraphs,
  BUILD_SPACE_PER_WEIGHTS,
  compiledOf,
  graphPaths,
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
  type InstalledFile,
  type CompiledGraphs,
} from './description.ts';
import { checkDiskSpace } from './disk-space.ts';
import type { HubOptions } from './hub-http.ts';
import { isIntact } from './installed.ts';
import type { ModelRequest } from './model-request.ts';
import { folderSource, hubSource, type FileSource } from './model-source.ts';
import { precisionsOf, wantedCheckpoint, wantedFiles, type WantedFile } from './wanted-files.ts';

/** Holds what is on its way, within the folder of models. */
export const INCOMING = '.incoming';

export interface AddOptions {
  /** Name of the installed model, instead of the repository's or the folder's. */
  readonly as?: string;
  /** Name in the registry of what the source is an export of. */
  readonly preset?: string;
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
}

export interface AddPlan {
  readonly name: string;
  readonly licence: string;
  /** Of the files that were missing when it began. */
  readonly bytes: number;
  readonly files: number;
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
}

/** Where an {@link addModel} works, and with what. */
export interface Workplace {
  readonly dir: string;
  readonly hub: HubOptions;
  readonly compiler: GraphCompiler | undefined;
}

/** What `ModelLibrary.add` does, as the only one that changes the folder. */
export async function addModel({ dir, hub, compiler }: Workplace, request: ModelRequest, options: AddOptions): Promise<AddedModel> {
  const { name, preset, compile } = request;
  const target = join(dir, name);
  const exists = (await stat(target).catch(() => undefined)) !== undefined;
  const before = exists ? await readDescription(target) : undefined;
  const known = compile === undefined ? undefined : compiledOf(before).get(compile);
  const facts = known && { compiled: known };
  checkKind(request, before);
  if (exists && (await hasAlready(target, before, request)))
    return { name, licence: before?.licence ?? 'unknown', revision: before?.source?.revision, isNew: false, ...facts };

  const source = request.kind === 'hub' ? await askHub(hub, request, before, options.signal) : await folderSource(request.folder);
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
  const licence = preset?.licence.name ?? before?.licence ?? source.licence ?? 'unknown';
  if (missing.length === 0) return { name, licence, revision: source.origin.revision, isNew: false, ...facts };

  const staging = stagingFolder(dir, request);
  await mkdir(staging, { recursive: true });
  await keepOnly(staging, missing);
  const fetched = await fetchAll(source, missing, staging, { ...options, plan: { name, licence } });
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
    name,
    ...(own.licence === undefined && before?.licence === undefined ? { licence } : {}),
    source: { ...source.origin, ...(preset ? { preset: preset.name } : {}) },
    files: [...(before?.files ?? []).filter(({ path }) => !placed.some((file) => file.path === path)), ...placed],
    ...(compile && compiled ? { compiled: { ...Object.fromEntries(compiledOf(before)), [compile]: compiled } } : {}),
  };
  await place(staging, target, exists, description);
  const result = { name, licence: description.licence ?? licence, revision: source.origin.revision, isNew: true };
  return compiled ? { ...result, compiled } : result;
}

/** Graphs of one precision are either built or ready-made: they give different vectors. */
function checkKind({ name, compile, ...request }: ModelRequest, before: Description | undefined): void {
  const precision = compile ?? (request.kind === 'hub' ? request.precision : '');
  const isInstalled = precisionsOf((before?.files ?? []).map(({ path }) => path)).includes(precision);
  if (!isInstalled || compiledOf(before).has(precision) === (compile !== undefined)) return;
  throw taken(name, `Its graphs in ${precision || 'full precision'} are here already, ${compile ? 'ready-made' : 'compiled'}`);
}

/** Where the files of one precision are collected: `name`, or `name@precision`, which no model is called. */
function stagingFolder(dir: string, request: ModelRequest): string {
  const precision = request.kind === 'hub' && request.precision !== '' ? `@${request.precision}` : '';
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

/** Without asking anybody: the same repository, at the revision that was asked for, with every file of this precision. */
async function hasAlready(target: string, before: Description | undefined, request: ModelRequest): Promise<boolean> {
  if (request.kind !== 'hub' || before?.source?.repository !== request.repository || before.source.preset !== request.preset?.name)
    return false;
  if (request.revision !== undefined && request.revision !== before.source.revision) return false;
  const files = before.files ?? [];
  if (!precisionsOf(files.map(({ path }) => path)).includes(request.precision)) return false;
  return (await Promise.all(files.map((file) => isIntact(target, file)))).every(Boolean);
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
  const precisions = request.kind === 'hub' ? [request.precision] : precisionsOf(paths);
  const knowsPreprocessing = request.preset !== undefined;
  const all = (precisions.length > 0 ? precisions : ['']).flatMap((precision) =>
    wantedFiles(paths, { precision, subfolder, knowsPreprocessing }),
  );
  return [...new Map(all.map((file) => [file.to, file])).values()];
}

async function checkSameModel(
  { name, preset }: ModelRequest,
  before: Description | undefined,
  source: FileSource,
  wanted: readonly WantedFile[],
): Promise<void> {
  const { repository, revision } = source.origin;
  const installed = before?.source;
  if (!installed || installed.repository !== repository || installed.preset !== preset?.name)
    throw taken(name, 'There is another model of that name');
  if (installed.revision !== revision)
    throw taken(name, `This model is installed at another revision (${String(installed.revision).slice(0, 8)})`);
  if (repository !== undefined) return;
  const recorded = new Map(before?.files?.map((file) => [file.path, file.sha256]));
  for (const { weights } of compiledOf(before).values()) recorded.set(WEIGHTS, weights);
  for (const { from, to } of wanted) {
    const sha256 = recorded.get(to);
    if (sha256 !== undefined && sha256 !== (await source.sha256(from)))
      throw taken(name, `There is another model of that name: its ${to} differs`);
  }
}

function taken(name: string, why: string): PluginError {
  return new PluginError(
    'CONFLICT',
    `${why}. Remove it first (clipgraph models remove ${name}), or add this one under another name with --as.`,
  );
}

/** At the commit that the registry knows, the hub must offer what the registry knows. */
function checkKnownFiles({ preset }: ModelRequest, { origin, files }: FileSource): void {
  if (!preset || origin.revision === undefined || origin.revision !== preset.repository.revision) return;
  for (const { path, bytes, sha256 } of preset.files ?? []) {
    const file = files.get(path);
    if (file && (file.bytes !== bytes || file.checksum?.value !== sha256)) {
      throw new PluginError(
        'CONFLICT',
        `The file ${path} on the hub is not the one that the registry knows, by size or sha256. Nothing was downloaded.`,
      );
    }
  }
}

interface FetchAllOptions extends AddOptions {
  readonly plan: Pick<AddPlan, 'name' | 'licence'>;
}

/** What lies in the staging folder under its own name was checked when it got there, and is checked again. */
async function fetchAll(
  source: FileSource,
  missing: readonly WantedFile[],
  staging: string,
  options: FetchAllOptions,
): Promise<InstalledFile[]> {
  const { signal, onStart, onProgress, plan } = options;
  const bytesOf = ({ from }: WantedFile): number => source.files.get(from)!.bytes;
  const total = missing.reduce((sum, file) => sum + bytesOf(file), 0);
  const weights = missing.find(({ to }) => to === WEIGHTS);
  const forBuilding = weights ? bytesOf(weights) * BUILD_SPACE_PER_WEIGHTS : 0;
  await checkDiskSpace(staging, total + forBuilding - (await stagedBytes(staging)));
  onStart?.({ ...plan, bytes: total, files: missing.length });
  const fetched: InstalledFile[] = [];
  let done = 0;
  for (const file of missing) {
    signal?.throwIfAborted();
    const to = join(staging, file.to);
    const onBytes = (bytes: number): void => onProgress?.(done + bytes);
    const sha256 = (await source.recheck(file.from, to)) ?? (await source.fetch(file.from, to, { signal, onBytes }));
    done += bytesOf(file);
    onProgress?.(done);
    if (file.to !== DESCRIPTION) fetched.push({ path: file.to, bytes: bytesOf(file), sha256 });
  }
  return fetched;
}

async function stagedBytes(staging: string): Promise<number> {
  const names = await readdir(staging, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(staging, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
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
