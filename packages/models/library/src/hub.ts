import { PluginError } from '@clipgraph/contracts';
import * as v from 'valibot';

import type { Checksum } from './checksum.ts';
import { again, fromHub, type HubOptions } from './hub-http.ts';

/** A list of a whole repository's files stays far below. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_PAGES = 100;

/** A repository at one commit. */
export interface HubRevision {
  /** 40 hexadecimal digits. */
  readonly commit: string;
  /** As the repository's card names it. */
  readonly licence: string | undefined;
}

export interface HubFile {
  readonly bytes: number;
  readonly checksum: Checksum;
}

/** `owner/name` at a commit, which never changes. */
export interface HubCommit {
  readonly repository: string;
  readonly commit: string;
}

/** Cards are written by hand: a licence that is no text is none. */
const cardText = v.fallback(v.optional(v.string()), undefined);
const revisionSchema = v.object({
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  cardData: v.fallback(v.nullish(v.object({ license: cardText, license_name: cardText })), undefined),
});

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const file = { type: v.literal('file'), path: v.string() };
/** A small file, and one that git has elsewhere; the size and hash of the second stand in `lfs`. */
const fileSchema = v.object({ ...file, size, oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)) });
const largeFileSchema = v.object({ ...file, lfs: v.object({ size, oid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }) });

/** Asks which commit a branch, tag or commit is. */
export async function hubRevision(options: HubOptions, repository: string, revision: string, signal?: AbortSignal): Promise<HubRevision> {
  const path = `api/models/${repository}/revision/${encodeURIComponent(revision)}`;
  const { json } = await hubJson(options, path, signal);
  const result = v.safeParse(revisionSchema, json);
  if (!result.success) throw strange();
  const { sha, cardData } = result.output;
  const licences = [cardData?.license === 'other' ? cardData.license_name : undefined, cardData?.license];
  return { commit: sha, licence: licences.find((licence) => licence !== undefined && licence !== '') };
}

/** Every file of a commit, by path. Paths are the hub's word: nothing is written by them. */
export async function hubFiles(
  options: HubOptions,
  { repository, commit }: HubCommit,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, HubFile>> {
  const files = new Map<string, HubFile>();
  const start = `api/models/${repository}/tree/${commit}?recursive=true`;
  let path: string | undefined = start;
  for (let page = 0; path !== undefined; page += 1) {
    if (page === MAX_PAGES) throw strange();
    const { json, next } = await hubJson(options, path, signal);
    if (!Array.isArray(json)) throw strange();
    for (const entry of json) {
      const file = hubFile(entry);
      if (file) files.set(file.path, file);
    }
    path = next;
  }
  return files;
}

/** Where the bytes of a file are. */
export function filePath({ repository, commit }: HubCommit, path: string): string {
  return `${repository}/resolve/${commit}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** One that is described wrongly counts as missing: it could not be checked. */
function hubFile(entry: unknown): (HubFile & { path: string }) | undefined {
  if (v.is(largeFileSchema, entry)) {
    const { path, lfs } = entry;
    return { path, bytes: lfs.size, checksum: { kind: 'sha256', value: lfs.oid } };
  }
  if (!v.is(fileSchema, entry) || ('lfs' in entry && entry.lfs != null)) return undefined;
  return { path: entry.path, bytes: entry.size, checksum: { kind: 'git', value: entry.oid } };
}

async function hubJson(options: HubOptions, path: string, signal?: AbortSignal): Promise<{ json: unknown; next: string | undefined }> {
  return fromHub(
    options,
    path,
    () => ({ accept: 'application/json' }),
    async ({ chunks, headers, url }) => {
      const parts: Uint8Array[] = [];
      let bytes = 0;
      try {
        for await (const chunk of chunks) {
          bytes += chunk.length;
          if (bytes > MAX_ANSWER_BYTES) break;
          parts.push(chunk);
        }
      } catch (cause) {
        throw again(new PluginError('UNAVAILABLE', 'The connection to the model hub broke.', { cause }));
      }
      if (bytes > MAX_ANSWER_BYTES) throw strange();
      try {
        return { json: JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown, next: nextPage(headers, url) };
      } catch (cause) {
        throw strange(cause);
      }
    },
    signal,
  );
}

/** The hub pages long lists with a `Link` header; only its own pages are read. */
function nextPage(headers: Headers, url: string): string | undefined {
  const link = /<([^>]+)>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1];
  const next = link === undefined ? undefined : URL.parse(link, url);
  return next?.origin === new URL(url).origin ? next.href : undefined;
}

function strange(cause?: unknown): PluginError {
  return new PluginError('UNAVAILABLE', 'What the model hub answers is not what a model hub answers; check its address (HF_ENDPOINT).', {
    cause,
  });
}
