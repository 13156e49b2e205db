import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { PluginError } from '@clipgraph/contracts';
import * as v from 'valibot';

import { fileHash, type Checksum, type FileHash } from './checksum.ts';
import { filePath, type HubCommit } from './hub.ts';
import { again, fromHub, type HubOptions, type HubResponse } from './hub-http.ts';

export interface Download {
  readonly hub: HubOptions;
  readonly from: HubCommit;
  /** Path in the repository; the file is named by it in messages. */
  readonly path: string;
  /** Where the whole, checked file goes. A part of it lies beside it until then. */
  readonly to: string;
  readonly bytes: number;
  readonly checksum: Checksum;
  readonly signal?: AbortSignal | undefined;
  /** Told of every change of how many bytes are here; fewer when a part turns out to be wrong. */
  readonly onBytes: (bytes: number) => void;
}

/** How a download that stopped goes on. */
const partSchema = v.object({
  /** A file of its own, so that another revision's part is not continued. */
  checksum: v.string(),
  /** What the server called the content; sent back, so that the download starts from the beginning if the content changed. */
  etag: v.optional(v.string()),
});
type Part = v.InferOutput<typeof partSchema>;

/**
 * Downloads one file and checks its size and checksum before it gets its name. Goes on where an earlier call stopped, in
 * this process or another, and through broken connections. A continued file that is wrong is fetched once more as a whole.
 * @returns its sha256
 */
export async function download(options: Download): Promise<string> {
  const { to, checksum } = options;
  const partFile = `${to}.part`;
  const noteFile = `${to}.part.json`;
  await mkdir(dirname(to), { recursive: true });
  let state = await partState(options, partFile, noteFile);
  for (;;) {
    const continued = state.bytes > 0;
    await receive(options, state, partFile, noteFile);
    if (state.hash.matches(checksum)) break;
    await rm(partFile, { force: true });
    state = { bytes: 0, etag: undefined, hash: fileHash(options.bytes) };
    options.onBytes(0);
    if (!continued) {
      throw new PluginError('UNAVAILABLE', `The file ${options.path} arrived with the wrong content and was thrown away.`);
    }
  }
  await rename(partFile, to);
  await rm(noteFile, { force: true });
  return state.hash.sha256();
}

interface State {
  bytes: number;
  etag: string | undefined;
  hash: FileHash;
}

async function partState({ bytes, checksum, onBytes }: Download, partFile: string, noteFile: string): Promise<State> {
  const state: State = { bytes: 0, etag: undefined, hash: fileHash(bytes) };
  const note = await readFile(noteFile, 'utf8')
    .then(parsedPart)
    .catch(() => undefined);
  const size = (await stat(partFile).catch(() => undefined))?.size ?? 0;
  if (note?.checksum !== checksum.value || size === 0 || size > bytes) {
    await rm(partFile, { force: true });
    return state;
  }
  for await (const chunk of createReadStream(partFile)) state.hash.update(chunk as Uint8Array);
  onBytes(size);
  return { ...state, bytes: size, etag: note.etag };
}

function parsedPart(text: string): Part {
  return v.parse(partSchema, JSON.parse(text));
}

/** Adds what is missing, in as many requests as it takes; the state is true after each chunk. */
async function receive(options: Download, state: State, partFile: string, noteFile: string): Promise<void> {
  const { hub, from, path, bytes, checksum, signal } = options;
  if (state.bytes === bytes && bytes > 0) return;
  const headers = (): Record<string, string> => {
    if (state.bytes === 0) return {};
    const range = { range: `bytes=${state.bytes}-` };
    // Only a strong tag promises the same bytes.
    return state.etag === undefined ? range : { ...range, 'if-range': state.etag };
  };
  await fromHub(
    hub,
    filePath(from, path),
    headers,
    async (response) => {
      const before = state.bytes;
      if (!continues(response, state.bytes, bytes)) {
        restart(state, options);
        // A part that begins elsewhere is of no use, nor is the word that there is no more.
        if (response.status !== 200) throw broke(path, false);
      }
      state.etag = strongTag(response.headers);
      await writeFile(noteFile, JSON.stringify({ checksum: checksum.value, etag: state.etag } satisfies Part));
      const file = await open(partFile, state.bytes === 0 ? 'w' : 'a');
      try {
        for await (const chunk of response.chunks) {
          // More than announced is never written.
          if (state.bytes + chunk.length > bytes) throw new PluginError('UNAVAILABLE', `The file ${path} is larger than the hub said.`);
          await file.writeFile(chunk);
          state.hash.update(chunk);
          state.bytes += chunk.length;
          options.onBytes(state.bytes);
        }
        await file.datasync();
      } catch (error) {
        if (error instanceof PluginError || isDiskError(error)) throw error;
        throw broke(path, state.bytes > before, error);
      } finally {
        await file.close();
      }
      if (state.bytes < bytes) throw broke(path, state.bytes > before);
    },
    signal,
  );
}

function broke(path: string, progressed: boolean, cause?: unknown): Error {
  return again(new PluginError('UNAVAILABLE', `The connection broke while ${path} was downloaded.`, { cause }), progressed);
}

/** A full disk is no broken connection. */
function isDiskError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES', 'EPERM'].includes(code);
}

/** Whether the answer begins where the part ends; another 206 is not to be trusted, a 200 is the whole. */
function continues({ status, headers }: HubResponse, offset: number, bytes: number): boolean {
  if (status !== 206) return false;
  const [, start, , total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('content-range') ?? '') ?? [];
  return Number(start) === offset && Number(total) === bytes;
}

function restart(state: State, { bytes, onBytes }: Download): void {
  state.bytes = 0;
  state.hash = fileHash(bytes);
  onBytes(0);
}

function strongTag(headers: Headers): string | undefined {
  const tag = headers.get('etag') ?? '';
  return /^"[^"]*"$/.test(tag) ? tag : undefined;
}
