import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { colourPicture } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packedPackages, type PackedPackages } from './packed.ts';

const run = promisify(execFile);

const CONFIG = `import { clip, classify, defineGateway, embed, pictureFolder, search, sqliteDocuments } from 'clipgraph';

import { lengthVectors } from './length/src/length-store.ts';
import { paintEncoder } from './paint/src/paint-encoder.ts';
import { goodDay } from './good-day/src/good-day.ts';

export default defineGateway({
  encoders: [paintEncoder(), clip({ model: 'mini' })],
  vectors: lengthVectors(),
  documents: sqliteDocuments(),
  pictures: pictureFolder(),
  modules: [embed(), classify(), search(), goodDay({ words: 'red' })],
});
`;

/** What the page says to set before `npm install`. */
const page = await readFile(new URL('../docs/composition.md', import.meta.url), 'utf8');
const documentedSetting = Object.fromEntries([/^(\w+)=(\S+) npm install \/tmp/m.exec(page)!.slice(1) as [string, string]]);

/** A Node of this machine that is older than what the packages need, if there is one. */
async function olderNode(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  for (const node of [...folders.map((folder) => join(folder, 'node')), '/usr/local/bin/node', '/usr/bin/node']) {
    const version = await run(node, ['--version']).then(
      ({ stdout }) => stdout.trim().slice(1),
      () => '',
    );
    const major = Number(version.split('.')[0]);
    if (major >= 18 && major < 22) return node;
  }
  return undefined;
}

describe('in a folder that knows nothing of this repository', () => {
  let packed: PackedPackages;
  let folder: string;
  let server: ChildProcess | undefined;
  let url: string;
  // The programs of this process's Node, so that an older one of the system does not answer.
  const env = {
    ...process.env,
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    NODE_OPTIONS: '',
    ...documentedSetting,
  };

  async function npm(...args: string[]): Promise<string> {
    const { stdout } = await run('npm', args, { cwd: folder, env, maxBuffer: 1e8 });
    return stdout;
  }

  const clipgraph = (...args: string[]): Promise<string> => npm('exec', '--no', '--', 'clipgraph', ...args);

  beforeAll(async () => {
    packed = await packedPackages();
    folder = await mkdtemp(join(tmpdir(), 'clipgraph-outside-'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'outside', private: true, type: 'module' }));
    // As docs/composition.md says, with the scripts of what is installed: the setting keeps the model runtime from fetching more.
    await npm('install', '--no-audit', '--no-fund', '--prefer-offline', 'vitest@5.1.1', ...packed.tarballs);
  }, 600_000);
  afterAll(async () => {
    if (server && server.exitCode === null) {
      server.kill('SIGTERM');
      await once(server, 'exit');
    }
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  it('clipgraph new begins a module, a store and an encoder, each at most 80 lines, and nothing twice', async () => {
    for (const [kind, name, file] of [
      ['module', 'good-day', 'good-day.ts'],
      ['store', 'length', 'length-store.ts'],
      ['encoder', 'paint', 'paint-encoder.ts'],
    ] as const) {
      // All that its test needs is installed in the folder above.
      expect(await clipgraph('new', kind, name)).toContain(`cd ${name} && npm test\n`);
      expect(await readFile(join(folder, name, 'src', file), 'utf8')).not.toMatch(
        /hello|\barray(?:Store|Vectors|-)|colourEncoder|openColour/i,
      );
      const text = await readFile(join(folder, name, 'src', file), 'utf8');
      expect(text.trimEnd().split('\n').length, file).toBeLessThanOrEqual(80);
      await expect(clipgraph('new', kind, name)).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringContaining('nothing was written') as string,
      });
    }
    // Two modules of one gateway may not share a setting.
    expect(await readFile(join(folder, 'good-day/src/good-day.ts'), 'utf8')).toContain('CLIPGRAPH_GOOD_DAY_WORDS');
    for (const kind of ['planet', 'constructor']) {
      await expect(clipgraph('new', kind, 'x')).rejects.toMatchObject({
        code: 2,
        stderr: expect.stringContaining('module, store, encoder') as string,
      });
    }
    await expect(clipgraph('new', 'module', 'class')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a word of JavaScript') as string,
    });
    await expect(clipgraph('new', 'module', '../x')).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('small letters') as string,
    });
  }, 120_000);

  it('its advice can be typed: the test of what was begun runs in its own folder', async () => {
    const { stdout } = await run('npm', ['test', '--', '--no-color'], { cwd: join(folder, 'length'), env, maxBuffer: 1e8 });
    expect(stdout).toMatch(/Test Files\s+1 passed/);
  }, 300_000);

  it('what was begun passes the kits', async () => {
    await writeFile(join(folder, 'vitest.config.ts'), 'export default { test: { testTimeout: 60_000 } };\n');
    const { stdout } = await run(join(folder, 'node_modules/.bin/vitest'), ['run', '--no-color'], { cwd: folder, env, maxBuffer: 1e8 });
    expect(stdout).toMatch(/Test Files\s+3 passed/);
  }, 300_000);

  it('an older Node is told in one line what is needed', async (context) => {
    const node = await olderNode();
    if (node === undefined) return context.skip('there is no Node older than 22 on this machine');
    const ended = run(node, [join(folder, 'node_modules/clipgraph/dist/main.js'), '--version'], { cwd: folder });
    await expect(ended).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/^clipgraph: This is Node \d+\.\d+\.\d+; clipgraph needs Node 22\.18 or newer\. [^\n]+\n$/) as string,
    });
  });

  it('clipgraph serve starts what clipgraph.config.ts says, and answers over HTTP', async () => {
    await writeFile(join(folder, 'clipgraph.config.ts'), CONFIG);
    const started = spawn(join(folder, 'node_modules/.bin/clipgraph'), ['serve', '--port', '0', '--data-dir', join(folder, 'data')], {
      cwd: folder,
      env,
    });
    server = started;
    url = await new Promise<string>((found, failed) => {
      let said = '';
      const hear = (chunk: Buffer): void => {
        said += String(chunk);
        const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
        if (address && said.includes('ready')) found(address[0]);
      };
      started.stdout.on('data', hear);
      started.stderr.on('data', hear);
      started.once('exit', (code) => failed(new Error(`It ended with ${code}:\n${said}`)));
    });

    const { models } = await data<{ models: { name: string; isDefault: boolean }[] }>('{ models { name isDefault } }');
    expect(models).toMatchObject([{ name: 'paint', isDefault: true }, { name: 'mini' }]);

    await data('mutation { createCollection(name: "pictures") { name } }');
    const assets = await Promise.all(
      (['red', 'green', 'blue'] as const).map(async (colour) => ({
        key: colour,
        image: { base64: Buffer.from(await colourPicture(colour)).toString('base64') },
      })),
    );
    await data('mutation ($assets: [AssetInput!]!) { indexAssets(collection: "pictures", assets: $assets) { __typename } }', { assets });
    const found = await data<{ search: { edges: { node: { key: string } }[] } }>(
      '{ search(collection: "pictures", query: { text: "something green" }, first: 1) { edges { node { key } } } }',
    );
    expect(found.search.edges).toMatchObject([{ node: { key: 'green' } }]);

    const image = assets[0]!.image;
    const { classify } = await data<{ classify: { labels: { label: string }[] }[] }>(
      'query ($image: ImageInput!) { classify(images: [$image], by: { labels: ["red", "blue"] }) { ... on Classification { labels { label } } } }',
      { image },
    );
    expect(classify[0]!.labels[0]).toMatchObject({ label: 'red' });
  }, 120_000);

  it('the module of their own answers GraphQL and HTTP', async () => {
    const image = { base64: Buffer.from(await colourPicture('red')).toString('base64') };
    const { goodDay } = await data<{ goodDay: number }>('query ($image: ImageInput!) { goodDay(image: $image) }', { image });
    expect(goodDay).toBeGreaterThan(0.9);
    expect(await (await fetch(`${url}/good-day/pictures`)).json()).toEqual({ words: 'red', records: 3 });
    expect((await fetch(`${url}/good-day/nowhere`)).status).toBe(404);
  });

  it('what the store of their own cannot do is refused, with its name', async () => {
    const { errors } = await ask('{ search(collection: "pictures", query: { text: "red" }, keywords: true) { edges { node { key } } } }');
    expect(errors).toMatchObject([
      { message: expect.stringContaining('The store "length" cannot search for words') as string, extensions: { code: 'UNSUPPORTED' } },
    ]);
  });

  interface Answer<Data> {
    readonly data?: Data;
    readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string } }[];
  }

  async function ask<Data>(query: string, variables: object = {}): Promise<Answer<Data>> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as Answer<Data>;
  }

  async function data<Data>(query: string, variables?: object): Promise<Data> {
    const answer = await ask<Data>(query, variables);
    if (answer.errors || !answer.data) throw new Error(JSON.stringify(answer.errors));
    return answer.data;
  }
});
