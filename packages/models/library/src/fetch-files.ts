import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { PluginError } from '@clipgraph/contracts';
import { isLfsPointer, LFS_ADVICE, LFS_POINTER_BYTES } from '@clipgraph/model-registry';

import { BUILD_SPACE_PER_WEIGHTS, WEIGHTS } from './compiled-graphs.ts';
import { DESCRIPTION, type InstalledFile } from './description.ts';
import { checkDiskSpace } from './disk-space.ts';
import type { FileSource } from './model-source.ts';
import type { WantedFile } from './wanted-files.ts';

export interface AddPlan {
  readonly name: string;
  readonly licence: string;
  /** Of the files that were missing when it began. */
  readonly bytes: number;
  readonly files: number;
}

export interface FetchFilesOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onStart?: ((plan: AddPlan) => void) | undefined;
  readonly onProgress?: ((bytes: number) => void) | undefined;
  readonly plan: Pick<AddPlan, 'name' | 'licence'>;
  /** When all JSON is here, and before anything large is. */
  readonly onConfiguration: () => Promise<void>;
}

/**
 * Fetches files into the staging folder, small ones first. What lies there under its own name was checked when it got there, and is
 * checked again. Errors: UNSUPPORTED for a file that Git LFS has not fetched.
 */
export async function fetchFiles(
  source: FileSource,
  missing: readonly WantedFile[],
  staging: string,
  { signal, onStart, onProgress, plan, onConfiguration }: FetchFilesOptions,
): Promise<InstalledFile[]> {
  const bytesOf = ({ from }: WantedFile): number => source.files.get(from)!.bytes;
  const total = missing.reduce((sum, file) => sum + bytesOf(file), 0);
  const weights = missing.find(({ to }) => to === WEIGHTS);
  const forBuilding = weights ? bytesOf(weights) * BUILD_SPACE_PER_WEIGHTS : 0;
  await checkDiskSpace(staging, total + forBuilding - (await stagedBytes(staging)));
  onStart?.({ ...plan, bytes: total, files: missing.length });
  const fetched: InstalledFile[] = [];
  let done = 0;
  const fetchOne = async (file: WantedFile): Promise<void> => {
    signal?.throwIfAborted();
    const to = join(staging, file.to);
    const onBytes = (bytes: number): void => onProgress?.(done + bytes);
    const sha256 = (await source.recheck(file.from, to)) ?? (await source.fetch(file.from, to, { signal, onBytes }));
    await refusePointer(file.from, to, bytesOf(file));
    done += bytesOf(file);
    onProgress?.(done);
    if (file.to !== DESCRIPTION) fetched.push({ path: file.to, bytes: bytesOf(file), sha256 });
  };
  const [json, others] = [missing.filter(isJson), missing.filter((file) => !isJson(file))];
  for (const file of json) await fetchOne(file);
  await onConfiguration();
  for (const file of others.toSorted((a, b) => bytesOf(a) - bytesOf(b))) await fetchOne(file);
  return fetched;
}

function isJson({ to }: WantedFile): boolean {
  return to.endsWith('.json');
}

async function refusePointer(path: string, to: string, bytes: number): Promise<void> {
  if (bytes > LFS_POINTER_BYTES || !isLfsPointer(await readFile(to, 'utf8'))) return;
  await rm(to);
  throw new PluginError('UNSUPPORTED', `The file ${path} ${LFS_ADVICE}.`);
}

async function stagedBytes(staging: string): Promise<number> {
  const names = await readdir(staging, { recursive: true });
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(staging, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
