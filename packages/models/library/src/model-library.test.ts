import { createHash, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { presetNamed } from '@clipgraph/model-registry';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { modelLibrary, type ModelLibrary } from './model-library.ts';
import { COMMIT, REPOSITORY, sendFile, testHub, type TestHub } from './testing/test-hub.ts';

/**
 * Against a local server that speaks the hub's paths: the hub itself cannot be reached by the tests. What they install is
 * bytes of no meaning; test/several-models.test.ts installs a model that runs.
 */
const CONFIGURATION = {
  'config.json': '{"model_type":"clip","projection_dim":512}',
  'preprocessor_config.json': '{"size":224}',
  'tokenizer.json': '{}',
  'tokenizer_config.json': '{}',
};
const VISION = 'onnx/vision_model.onnx';
const TEXT = 'onnx/text_model.onnx';

let dir: string;
let hub: TestHub;
let library: ModelLibrary;

beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'clipgraph-library-')), 'models');
  hub = await testHub({
    ...CONFIGURATION,
    'README.md': 'no part of the model',
    [VISION]: randomBytes(300_000),
    [TEXT]: randomBytes(100_000),
    'onnx/vision_model_quantized.onnx': randomBytes(50_000),
    'onnx/text_model_quantized.onnx': randomBytes(20_000),
  });
  library = modelLibrary({ dir, hub: { endpoint: hub.endpoint, token: 'secret', firstWaitMs: 1 } });
});

afterEach(async () => {
  await hub.close();
  await rm(join(dir, '..'), { recursive: true, force: true });
});

const file = (path: string, name = 'some-clip'): Promise<Buffer> => readFile(join(dir, name, path));
const description = async (name = 'some-clip'): Promise<Record<string, unknown>> =>
  JSON.parse((await file('clipgraph.json', name)).toString());
const visible = async (): Promise<string[]> => (await readdir(dir)).filter((name) => !name.startsWith('.'));
const fileRequests = (path: string) => hub.requests.filter((request) => request.server === 'files' && request.path === path);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('adding from a hub', () => {
  it('puts the files of one precision in place and says what the hub does not', async () => {
    const seen: number[] = [];
    const added = await library.add(REPOSITORY, { onProgress: (bytes) => seen.push(bytes) });
    expect(added).toEqual({ name: 'some-clip', licence: 'mit', revision: COMMIT, isNew: true });
    expect((await readdir(join(dir, 'some-clip'), { recursive: true })).sort()).toEqual(
      [...Object.keys(CONFIGURATION), 'clipgraph.json', 'onnx', VISION, TEXT].sort(),
    );
    expect(await file(VISION)).toEqual(hub.files.get(VISION));
    const { files, ...rest } = await description();
    expect(rest).toEqual({ name: 'some-clip', licence: 'mit', source: { repository: REPOSITORY, revision: COMMIT } });
    expect(files).toContainEqual({ path: VISION, bytes: 300_000, sha256: sha256(hub.files.get(VISION)!) });
    const total = [...hub.files]
      .filter(([path]) => path !== 'README.md' && !path.includes('quantized'))
      .reduce((sum, [, bytes]) => sum + bytes.length, 0);
    expect(seen.at(-1)).toBe(total);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('has nothing to do the second time, and does not even ask', async () => {
    await library.add(REPOSITORY);
    hub.requests.length = 0;
    expect(await library.add(REPOSITORY)).toMatchObject({ isNew: false, licence: 'mit', revision: COMMIT });
    expect(await library.add(`${REPOSITORY}@${COMMIT}`)).toMatchObject({ isNew: false });
    expect(hub.requests).toEqual([]);
    expect(await library.add(`${REPOSITORY}@main`)).toMatchObject({ isNew: false });
    expect(fileRequests(VISION)).toEqual([]);
  });

  it('adds another precision beside the first', async () => {
    await library.add(`${REPOSITORY}:quantized`);
    expect(await library.installed()).toMatchObject([{ name: 'some-clip', precisions: ['quantized'], bytes: 70_000, dimensions: 512 }]);
    await library.add(REPOSITORY);
    expect(await library.installed()).toMatchObject([{ name: 'some-clip', precisions: ['', 'quantized'], bytes: 470_000, licence: 'mit' }]);
    expect(fileRequests('onnx/vision_model_quantized.onnx')).toHaveLength(1);
    expect((await description())['files']).toHaveLength(8);
    expect(await readdir(join(dir, '.incoming'))).toEqual([]);
  });

  it('replaces what somebody damaged', async () => {
    await library.add(REPOSITORY);
    await truncate(join(dir, 'some-clip', VISION), 10);
    expect(await library.add(REPOSITORY)).toMatchObject({ isNew: true });
    expect(await file(VISION)).toEqual(hub.files.get(VISION));
    expect(fileRequests(TEXT)).toHaveLength(1);
  });

  it('is not confused by a clipgraph.json that somebody edited', async () => {
    await library.add(REPOSITORY);
    for (const content of ['{', '[]', '{"source":"mine","files":{"a":1},"licence":7}', '{"files":[1,{"path":2}]}']) {
      await writeFile(join(dir, 'some-clip/clipgraph.json'), content);
      await expect(library.add(REPOSITORY)).rejects.toMatchObject({ code: 'CONFLICT' });
      expect(await library.installed()).toMatchObject([{ name: 'some-clip', licence: 'unknown' }]);
    }
  });

  it('keeps models side by side, under names of their own', async () => {
    await library.add(REPOSITORY);
    await library.add(`${REPOSITORY}:quantized`, { as: 'fast' });
    expect((await library.installed()).map(({ name, precisions }) => [name, precisions])).toEqual([
      ['fast', ['quantized']],
      ['some-clip', ['']],
    ]);
  });

  it('fetches weights that lie beside a graph, and takes a repository without an onnx folder', async () => {
    hub.files.set('onnx/vision_model.onnx_data', randomBytes(1000));
    hub.files.set('onnx/vision_model.onnx_data.exe', randomBytes(1000));
    await library.add(REPOSITORY);
    expect(await file('onnx/vision_model.onnx_data')).toEqual(hub.files.get('onnx/vision_model.onnx_data'));
    expect(await readdir(join(dir, 'some-clip/onnx'))).not.toContain('vision_model.onnx_data.exe');

    for (const path of hub.files.keys()) if (path.startsWith('onnx/')) hub.files.delete(path);
    for (const name of ['vision_model.onnx', 'text_model.onnx']) hub.files.set(name, randomBytes(1000));
    await library.add(REPOSITORY, { as: 'flat' });
    expect(await file(VISION, 'flat')).toEqual(hub.files.get('vision_model.onnx'));
  });

  it('writes what the registry knows, also how pixels are made where the files do not say', async () => {
    hub.files.delete('preprocessor_config.json');
    await library.add(REPOSITORY, { preset: 'siglip2-base-patch16-224' });
    expect(await description()).toMatchObject({
      licence: 'Apache-2.0',
      contextLength: 64,
      padding: 'full',
      scoring: { kind: 'sigmoid', scale: expect.closeTo(112.67, 2), bias: expect.closeTo(-16.77, 2) },
      source: { preset: 'siglip2-base-patch16-224' },
    });
    const pixels: unknown = JSON.parse((await file('preprocessor_config.json')).toString());
    expect(pixels).toMatchObject({ size: { height: 224, width: 224 }, resample: 2, image_mean: [0.5, 0.5, 0.5] });
  });

  it('sends the token to the hub and to nobody else', async () => {
    await library.add(REPOSITORY);
    const tokens = (server: string) =>
      new Set(hub.requests.filter((request) => request.server === server).map(({ authorization }) => authorization));
    expect(tokens('hub')).toEqual(new Set(['Bearer secret']));
    expect(tokens('files')).toEqual(new Set([undefined]));
  });
});

describe('adding by a name of the registry', () => {
  const from = async (repository: string, commit: string, contents: Record<string, string | Buffer>): Promise<ModelLibrary> => {
    await hub.close();
    hub = await testHub(contents, { repository, commit });
    return modelLibrary({ dir, hub: { endpoint: hub.endpoint } });
  };
  const CLIP_B32 = presetNamed('clip-vit-base-patch32')!.repository;

  it('takes the repository at the commit that it knows', async () => {
    const known = await from(CLIP_B32.id, CLIP_B32.revision!, { ...CONFIGURATION, [VISION]: randomBytes(10), [TEXT]: randomBytes(10) });
    expect(await known.add('clip-vit-base-patch32')).toEqual({
      name: 'clip-vit-base-patch32',
      licence: 'MIT',
      revision: CLIP_B32.revision,
      isNew: true,
    });
    expect(await description('clip-vit-base-patch32')).toMatchObject({
      scoring: { kind: 'softmax', scale: 100, bias: 0 },
      contextLength: 77,
    });
  });

  it('refuses files at that commit which are not those that it knows', async () => {
    const other = { 'onnx/vision_model_quantized.onnx': randomBytes(10), 'onnx/text_model_quantized.onnx': randomBytes(10) };
    const known = await from(CLIP_B32.id, CLIP_B32.revision!, { ...CONFIGURATION, ...other });
    await expect(known.add('clip-vit-base-patch32:quantized')).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('onnx/vision_model_quantized.onnx on the hub is not the one that the registry knows'),
    });
    expect(hub.requests.filter(({ path }) => path.includes('quantized'))).toEqual([]);
  });

  it('finds one of several models in a repository, its own configuration first', async () => {
    const many = await from('plhery/mobileclip2-onnx', COMMIT, {
      ...CONFIGURATION,
      'onnx/s0/vision_model.onnx': 'vision of s0',
      'onnx/s0/text_model.onnx': 'text of s0',
      'onnx/s0/preprocessor_config.json': '{"of":"s0"}',
      'onnx/s2/vision_model.onnx': 'vision of s2',
      'onnx/s2/text_model.onnx': 'text of s2',
    });
    await many.add('mobileclip2-s0');
    await many.add('mobileclip2-s2');
    expect(String(await file(VISION, 'mobileclip2-s0'))).toBe('vision of s0');
    expect(String(await file('preprocessor_config.json', 'mobileclip2-s0'))).toBe('{"of":"s0"}');
    expect(String(await file(TEXT, 'mobileclip2-s2'))).toBe('text of s2');
    expect(String(await file('preprocessor_config.json', 'mobileclip2-s2'))).toBe(CONFIGURATION['preprocessor_config.json']);
    await expect(many.add('mobileclip2-s2', { as: 'mobileclip2-s0' })).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('a download that does not go well', () => {
  /** Breaks the connection once the library has kept so many bytes of the file: what it has not read yet, a break may take away. */
  const hangUp = (response: ServerResponse, path: string, kept: number): void =>
    void vi
      .waitUntil(
        async () => {
          const part = await stat(join(dir, '.incoming/some-clip', `${path}.part`)).catch(() => undefined);
          return response.destroyed || (part?.size ?? 0) >= kept;
        },
        { timeout: 60_000, interval: 2 },
      )
      .finally(() => response.destroy());

  /** Sends the first bytes of a file, then breaks the connection. */
  const breaksAfter = (path: string, bytes: number, times: number): void => {
    hub.interfere = (request, response, what) => {
      if (what !== `file ${path}` || times-- <= 0) return false;
      const content = hub.files.get(path)!;
      const start = Number(/=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      const headers = { etag: `"${sha256(content)}"`, 'content-length': content.length - start };
      response.writeHead(
        start > 0 ? 206 : 200,
        start > 0 ? { ...headers, 'content-range': `bytes ${start}-${content.length - 1}/${content.length}` } : headers,
      );
      response.write(content.subarray(start, start + bytes));
      hangUp(response, path, Math.min(start + bytes, content.length));
      return true;
    };
  };

  it('goes on where the connection broke, again and again', async () => {
    breaksAfter(VISION, 40_000, 7);
    await library.add(REPOSITORY);
    expect(await file(VISION)).toEqual(hub.files.get(VISION));
    const ranges = fileRequests(VISION).map(({ range }) => range);
    expect(ranges[0]).toBeUndefined();
    expect(ranges.slice(1).every((range) => /^bytes=[1-9]\d*-$/.test(range!))).toBe(true);
  });

  it('is resumed by the next run, after a stop', async () => {
    const stop = new AbortController();
    const stopped = library.add(REPOSITORY, {
      signal: stop.signal,
      onProgress: (bytes) => bytes > 150_000 && stop.abort(new Error('stopped')),
    });
    hub.interfere = (_request, response, what) => {
      if (what !== `file ${VISION}`) return false;
      response.writeHead(200, { etag: `"${sha256(hub.files.get(VISION)!)}"`, 'content-length': 300_000 });
      response.write(hub.files.get(VISION)!.subarray(0, 200_000));
      return true;
    };
    await expect(stopped).rejects.toThrow('stopped');
    expect(await visible()).toEqual([]);
    const part = await readFile(join(dir, '.incoming/some-clip', `${VISION}.part`));
    expect(part.length).toBeGreaterThan(0);

    hub.interfere = () => false;
    hub.requests.length = 0;
    await library.add(REPOSITORY);
    expect(await file(VISION)).toEqual(hub.files.get(VISION));
    expect(fileRequests(VISION).map(({ range }) => range)).toEqual([`bytes=${part.length}-`]);
    expect(fileRequests(TEXT)).toEqual([]);
  });

  it('leaves nothing of itself in another precision, and goes on all the same', async () => {
    breaksAfter(VISION, 40_000, Infinity);
    const stop = new AbortController();
    const stopped = library.add(REPOSITORY, {
      signal: stop.signal,
      onProgress: (bytes) => bytes > 150_000 && stop.abort(new Error('stopped')),
    });
    await expect(stopped).rejects.toThrow('stopped');
    hub.interfere = () => false;
    await library.add(`${REPOSITORY}:quantized`);
    expect((await readdir(join(dir, 'some-clip/onnx'))).sort()).toEqual(['text_model_quantized.onnx', 'vision_model_quantized.onnx']);
    hub.requests.length = 0;
    await library.add(REPOSITORY);
    expect(fileRequests(TEXT)).toEqual([]);
    expect(fileRequests(VISION).map(({ range }) => range)).toEqual([expect.stringMatching(/^bytes=[1-9]/)]);
    expect(await file(VISION)).toEqual(hub.files.get(VISION));
  });

  it('starts the file from the beginning when a server cannot go on, or its content changed', async () => {
    const content = hub.files.get(VISION)!;
    let tries = 0;
    hub.interfere = (request, response, what) => {
      if (what !== `file ${VISION}`) return false;
      tries += 1;
      if (tries === 1) {
        response.writeHead(200, { etag: '"old"', 'content-length': content.length });
        response.write(Buffer.alloc(1000));
        hangUp(response, VISION, 1000);
      } else sendFile(request, response, content);
      return true;
    };
    await library.add(REPOSITORY);
    expect(await file(VISION)).toEqual(content);
    expect(fileRequests(VISION).map(({ range }) => range)).toEqual([undefined, 'bytes=1000-']);
  });

  it('fetches the whole once more when a continued file turns out wrong', async () => {
    await mkdir(join(dir, '.incoming/some-clip/onnx'), { recursive: true });
    await writeFile(join(dir, '.incoming/some-clip', `${VISION}.part`), Buffer.alloc(5000, 1));
    await writeFile(join(dir, '.incoming/some-clip', `${VISION}.part.json`), JSON.stringify({ checksum: sha256(hub.files.get(VISION)!) }));
    await library.add(REPOSITORY);
    expect(fileRequests(VISION).map(({ range }) => range)).toEqual(['bytes=5000-', undefined]);
    expect(await file(VISION)).toEqual(hub.files.get(VISION));
  });

  it('does not continue the part of another content', async () => {
    await mkdir(join(dir, '.incoming/some-clip/onnx'), { recursive: true });
    await writeFile(join(dir, '.incoming/some-clip', `${VISION}.part`), Buffer.alloc(5000, 1));
    await writeFile(join(dir, '.incoming/some-clip', `${VISION}.part.json`), '{"checksum":"of another"');
    await library.add(REPOSITORY);
    expect(fileRequests(VISION).map(({ range }) => range)).toEqual([undefined]);
  });

  it.each([
    ['a part that begins elsewhere', { 'content-range': 'bytes 7-299999/300000' }],
    ['a part of another whole', { 'content-range': 'bytes 1000-299999/400000' }],
    ['a part of nothing', {}],
  ])('does not believe %s', async (_, headers) => {
    const content = hub.files.get(VISION)!;
    let tries = 0;
    hub.interfere = (request, response, what) => {
      if (what !== `file ${VISION}`) return false;
      tries += 1;
      if (tries === 1) {
        response.writeHead(200, { 'content-length': content.length });
        response.write(content.subarray(0, 1000));
        hangUp(response, VISION, 1000);
      } else if (request.headers.range) response.writeHead(206, headers).end(content.subarray(0, 10));
      else sendFile(request, response, content);
      return true;
    };
    await library.add(REPOSITORY);
    expect(await file(VISION)).toEqual(content);
  });

  it('takes no file of another content, whatever its size, and leaves nothing under the name', async () => {
    hub.interfere = (request, response, what) => {
      if (what !== `file ${VISION}`) return false;
      sendFile(request, response, randomBytes(300_000));
      return true;
    };
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(`${VISION} arrived with the wrong content`),
    });
    expect(await visible()).toEqual([]);
    expect(await readdir(join(dir, '.incoming/some-clip'))).not.toContain('vision_model.onnx');
  });

  it('checks small files too', async () => {
    hub.interfere = (request, response, what) => {
      if (what !== 'resolve config.json') return false;
      sendFile(request, response, Buffer.from(CONFIGURATION['config.json'].replace('512', '513')));
      return true;
    };
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({
      message: expect.stringContaining('config.json arrived with the wrong content'),
    });
  });

  it('stops a file that is larger than the hub said, without keeping what is too much', async () => {
    hub.interfere = (_request, response, what) => {
      if (what !== `file ${VISION}`) return false;
      response.writeHead(200);
      response.end(Buffer.concat([hub.files.get(VISION)!, Buffer.alloc(1_000_000)]));
      return true;
    };
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('larger than the hub said'),
    });
    expect((await readFile(join(dir, '.incoming/some-clip', `${VISION}.part`))).length).toBeLessThanOrEqual(300_000);
  });

  it('ends after a few tries when a file stays shorter than the hub said', async () => {
    hub.interfere = (_request, response, what) => {
      if (what !== `file ${VISION}`) return false;
      response.writeHead(200, { 'content-length': 10 }).end(Buffer.alloc(10));
      return true;
    };
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('connection broke'),
    });
  });

  it('waits for no silent server forever', async () => {
    let tries = 0;
    hub.interfere = (_request, response, what) => {
      if (what !== `file ${VISION}`) return false;
      tries += 1;
      response.writeHead(200, { 'content-length': 300_000 }).flushHeaders();
      return true;
    };
    const impatient = modelLibrary({ dir, hub: { endpoint: hub.endpoint, silenceMs: 500, firstWaitMs: 1 } });
    await expect(impatient.add(REPOSITORY)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(tries).toBe(4);
  });

  it('is patient with a slow one that goes on sending, for longer than it may be silent', async () => {
    const content = hub.files.get(TEXT)!;
    hub.interfere = (_request, response, what) => {
      if (what !== `file ${TEXT}`) return false;
      response.writeHead(200, { 'content-length': content.length });
      let sent = 0;
      const timer = setInterval(() => {
        response.write(content.subarray(sent, sent + 10_000));
        sent += 10_000;
        if (sent >= content.length) {
          clearInterval(timer);
          response.end();
        }
      }, 250);
      return true;
    };
    await modelLibrary({ dir, hub: { endpoint: hub.endpoint, silenceMs: 2000, firstWaitMs: 1 } }).add(REPOSITORY);
    expect(fileRequests(TEXT)).toHaveLength(1);
  });

  it('comes back when a busy hub says so', async () => {
    let busy = 2;
    hub.interfere = (_request, response, what) => {
      if (!what.includes('/revision/') || busy-- <= 0) return false;
      response.writeHead(429, { 'retry-after': '0.01' }).end();
      return true;
    };
    expect(await library.add(REPOSITORY)).toMatchObject({ isNew: true });
  });

  it.each([
    [401, 'UNAUTHENTICATED', /HF_TOKEN/],
    [403, 'FORBIDDEN', /terms/],
    [404, 'NOT_FOUND', /no such model/],
    [418, 'UNAVAILABLE', /418/],
    [429, 'OVERLOADED', /come back later/],
    [500, 'UNAVAILABLE', /500/],
  ])('says what status %d means', async (status, code, message) => {
    hub.interfere = (_request, response, what) => {
      if (!what.startsWith('/api')) return false;
      response.writeHead(status).end();
      return true;
    };
    const error = await library.add(REPOSITORY).catch((error: unknown) => error as Error);
    expect(error).toMatchObject({ name: 'PluginError', code, message: expect.stringMatching(message) });
    expect((error as Error).message).not.toMatch(/127\.0\.0\.1|secret/);
  });

  it('follows no circle of redirects, and none away from http', async () => {
    for (const location of [`${hub.endpoint}/${REPOSITORY}/resolve/${COMMIT}/${VISION}`, 'file:///etc/passwd', 'http://', undefined]) {
      hub.interfere = (_request, response, what) => {
        if (what !== `resolve ${VISION}`) return false;
        response.writeHead(302, location === undefined ? {} : { location }).end();
        return true;
      };
      await expect(library.add(REPOSITORY)).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('redirects') });
    }
    expect(hub.requests.filter(({ path }) => path.endsWith(`resolve/${COMMIT}/${VISION}`)).length).toBeLessThan(15);
  });

  it('says so when nobody answers, or somebody who is no hub', async () => {
    const nobody = modelLibrary({ dir, hub: { endpoint: 'http://127.0.0.1:9', firstWaitMs: 1 } });
    await expect(nobody.add(REPOSITORY)).rejects.toMatchObject({ code: 'UNAVAILABLE', message: 'The model hub cannot be reached.' });
    const other = createServer((_request, response) => void response.end('<html>')).listen(0, '127.0.0.1');
    await new Promise((ready) => other.once('listening', ready));
    const { port } = other.address() as { port: number };
    const noHub = modelLibrary({ dir, hub: { endpoint: `http://127.0.0.1:${port}` } });
    await expect(noHub.add(REPOSITORY)).rejects.toMatchObject({ code: 'UNAVAILABLE', message: expect.stringContaining('HF_ENDPOINT') });
    other.close();
    await expect(modelLibrary({ dir, hub: { endpoint: 'ftp://x' } }).add(REPOSITORY)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

describe('a hub that means harm', () => {
  it('writes to no path of its choosing', async () => {
    for (const path of [
      '../escaped.onnx',
      '/etc/escaped',
      'onnx/../../escaped.onnx',
      'onnx/vision_model.onnx_data/../../../escaped',
      '..\\escaped',
    ]) {
      hub.files.set(path, Buffer.from('harm'));
    }
    await library.add(REPOSITORY);
    expect((await readdir(join(dir, '..'), { recursive: true })).filter((name) => name.includes('escaped'))).toEqual([]);
    expect(hub.requests.filter(({ path }) => path.includes('escaped'))).toEqual([]);
  });

  it('fills no disk: what does not fit is refused before the first byte', async () => {
    hub.listed = (entry) => (entry.path === VISION ? { ...entry, lfs: { oid: entry.lfs!.oid, size: 2 ** 52 } } : entry);
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining('not enough space'),
    });
    expect(fileRequests(VISION)).toEqual([]);
  });

  it.each([
    ['no hash', { lfs: { oid: 'none', size: 300_000 } }],
    ['a negative size', { lfs: { oid: '0'.repeat(64), size: -1 } }],
    ['no number as size', { lfs: { oid: '0'.repeat(64), size: '300000' as unknown as number } }],
  ])('offers nothing that could not be checked: %s', async (_, change) => {
    hub.listed = (entry) => (entry.path === VISION ? { ...entry, ...change } : entry);
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('no plain graphs'),
    });
  });

  it('names no commit that is none', async () => {
    hub.interfere = (_request, response, what) => {
      if (!what.includes('/revision/')) return false;
      response.end(JSON.stringify({ sha: '../../../other' }));
      return true;
    };
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({ message: expect.stringContaining('not what a model hub answers') });
  });
});

describe('what cannot be added', () => {
  it('is a model without the graphs that are wanted; the answer says which there are', async () => {
    await expect(library.add(`${REPOSITORY}:q4`)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('there are: the plain one, quantized'),
    });
    for (const path of hub.files.keys()) if (path.startsWith('onnx/')) hub.files.delete(path);
    hub.files.set('onnx/model.onnx', randomBytes(10));
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('no ONNX graph for each tower'),
    });
  });

  it.each(['preprocessor_config.json', 'tokenizer.json'])('is a model without its %s', async (name) => {
    hub.files.delete(name);
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining(name) });
  });

  it.each([
    ['nonsense', 'NOT_FOUND', /Known: clip-vit-base-patch32/],
    ['./no-such-folder', 'NOT_FOUND', /no such folder/],
    ['../..', 'INVALID_INPUT', /The name of a model/],
    ['laion-vit-b-32', 'UNSUPPORTED', /models add laion-vit-b-32 --compile int8/],
    ['no/such/model', 'NOT_FOUND', /no model named/],
  ])('is %s', async (source, code, message) => {
    const options = source === '../..' ? { as: '../outside' } : {};
    await expect(library.add(source, options)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(hub.requests).toEqual([]);
  });

  it('has the name of the bundled model, or of another that is here', async () => {
    await expect(library.add(REPOSITORY, { as: 'mini' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    await mkdir(join(dir, 'some-clip'), { recursive: true });
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('--as') });
    expect(await readdir(join(dir, 'some-clip'))).toEqual([]);
  });

  it('is another revision of a model that is here', async () => {
    await library.add(REPOSITORY);
    const path = join(dir, 'some-clip/clipgraph.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace(COMMIT, 'a'.repeat(40)));
    await expect(library.add(`${REPOSITORY}@main`)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('another revision (aaaaaaaa)'),
    });
  });

  it('is anything while another clipgraph is at work here; its end frees the folder', async () => {
    await mkdir(dir, { recursive: true });
    const other = new DatabaseSync(join(dir, '.lock'));
    other.exec('BEGIN EXCLUSIVE');
    await expect(library.add(REPOSITORY)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('Another clipgraph'),
    });
    await expect(library.remove('some-clip')).rejects.toMatchObject({ code: 'CONFLICT' });
    other.close();
    const [first, second] = await Promise.allSettled([library.add(REPOSITORY), library.add(REPOSITORY)]);
    expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('adding a folder', () => {
  let folder: string;

  beforeEach(async () => {
    folder = join(dir, '..', 'exported');
    await mkdir(join(folder, 'onnx'), { recursive: true });
    for (const [path, bytes] of hub.files) await writeFile(join(folder, path), bytes);
  });

  it('copies every precision, once', async () => {
    expect(await library.add(folder)).toEqual({ name: 'exported', licence: 'unknown', revision: undefined, isNew: true });
    expect(await library.installed()).toMatchObject([{ name: 'exported', precisions: ['', 'quantized'], source: {} }]);
    expect(await file(VISION, 'exported')).toEqual(hub.files.get(VISION));
    expect(await library.add(folder)).toMatchObject({ isNew: false });
    expect(hub.requests).toEqual([]);
  });

  it('keeps what its own clipgraph.json says', async () => {
    await writeFile(join(folder, 'clipgraph.json'), JSON.stringify({ licence: 'mine', templates: ['{label}!'], name: 'other' }));
    expect(await library.add(folder, { preset: 'laion-vit-b-32', as: 'laion' })).toMatchObject({ licence: 'mine' });
    expect(await description('laion')).toMatchObject({ name: 'laion', licence: 'mine', templates: ['{label}!'], scoring: { scale: 100 } });
  });

  it('is refused when another model has the name', async () => {
    await library.add(folder);
    await writeFile(join(folder, VISION), randomBytes(300_000));
    await expect(library.add(folder)).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(`its ${VISION} differs`),
    });
  });
});

describe('removing', () => {
  it('deletes the model and its half-done downloads, and nothing else', async () => {
    await library.add(REPOSITORY);
    await library.add(REPOSITORY, { as: 'other' });
    for (const name of ['half-done', 'half-done@fp16']) await mkdir(join(dir, '.incoming', name), { recursive: true });
    await mkdir(join(dir, 'photos'));
    expect(await library.remove('some-clip')).toBe(true);
    expect(await library.remove('half-done')).toBe(true);
    expect(await library.remove('some-clip')).toBe(false);
    expect(await library.remove('photos')).toBe(false);
    expect((await visible()).sort()).toEqual(['other', 'photos']);
    expect(await readdir(join(dir, '.incoming'))).toEqual([]);
    expect((await readdir(dir)).filter((name) => name.startsWith('.removed'))).toEqual([]);
  });

  it.each(['..', '../models', 'a/b', '.incoming', '', 'mini'])('refuses %j', async (name) => {
    await expect(library.remove(name)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});

it('lists nothing where there is no folder', async () => {
  expect(await library.installed()).toEqual([]);
});
