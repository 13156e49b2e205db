import { once } from 'node:events';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const page = await readFile(join(root, 'docs/composition.md'), 'utf8');

/** The page's files: TypeScript blocks that begin with a comment of their name. */
const files = [...page.matchAll(/^```ts\n\/\/ (\S+\.ts)\n([\s\S]*?)^```$/gm)].map(([, name, text]) => ({ name: name!, text: text! }));
const compositions = files.filter(({ name }) => name === 'clipgraph.config.ts').map(({ text }) => text);
const contributing = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8');
const commands = [
  ...page.matchAll(/^npx clipgraph (new \w+ [\w-]+)$/gm),
  ...contributing.matchAll(/npm run clipgraph -- (new \w+ [\w-]+)$/gm),
].map(([, args]) => args!.split(' '));

/** What a reader installs, by the folder where it is made. */
const INSTALLED = {
  clipgraph: 'apps/cli',
  '@clipgraph/contracts': 'packages/contracts',
  '@clipgraph/images': 'packages/kits/images',
  '@clipgraph/module-kit': 'packages/kits/module-kit',
  '@clipgraph/module-testing': 'packages/module-testing',
  '@clipgraph/settings-kit': 'packages/kits/settings-kit',
  '@clipgraph/testing': 'packages/testing',
  '@types/node': 'node_modules/@types/node',
  vitest: 'node_modules/vitest',
};

describe('what docs/composition.md says', () => {
  let folder: string;
  const running: ChildProcess[] = [];

  /** The command line, in the reader's folder, without settings of whoever tests. */
  function clipgraph(args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess {
    const inherited = Object.entries(process.env).filter(([name]) => !/^(CLIPGRAPH_|QDRANT_|NODE_OPTIONS$)/.test(name));
    return spawn(process.execPath, ['--conditions=clipgraph-source', join(root, 'apps/cli/src/main.ts'), ...args], {
      cwd: folder,
      env: { ...Object.fromEntries(inherited), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** The address of a server that runs `clipgraph.config.ts`. */
  async function serve(composition: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    await writeFile(join(folder, 'clipgraph.config.ts'), composition);
    const server = clipgraph(['serve', '--port', '0', '--data-dir', await mkdtemp(join(folder, 'data-'))], {
      CLIPGRAPH_LOG_LEVEL: 'silent',
      ...env,
    });
    running.push(server);
    let output = '';
    return new Promise((resolve, reject) => {
      const read = (text: string): void => {
        output += text;
        const url = /GraphQL\s+(http:\S+)\/graphql/.exec(output)?.[1];
        if (url) resolve(url);
      };
      server.stdout!.setEncoding('utf8').on('data', read);
      server.stderr!.setEncoding('utf8').on('data', read);
      server.once('close', () => reject(new Error(`The server ended:\n${output}`)));
    });
  }

  async function ask(url: string, query: string, variables: Readonly<Record<string, unknown>> = {}): Promise<unknown> {
    const body = JSON.stringify({ query, variables });
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: readonly { message: string }[] };
    expect(errors).toBeUndefined();
    return data;
  }

  async function stop(): Promise<void> {
    await Promise.all(
      running.splice(0).map(async (server) => {
        if (server.exitCode !== null) return;
        server.kill('SIGTERM');
        await once(server, 'close');
      }),
    );
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clipgraph-composition-'));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    for (const [name, place] of Object.entries(INSTALLED)) {
      const link = join(folder, 'node_modules', name);
      await mkdir(dirname(link), { recursive: true });
      await symlink(join(root, place), link, 'dir');
    }
    for (const args of commands) {
      const [code] = (await once(clipgraph(args), 'close')) as [number];
      if (code !== 0) throw new Error(`clipgraph ${args.join(' ')} ended with ${code}.`);
    }
    for (const { name, text } of files) await writeFile(join(folder, name), text);
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  it('runs: its shortest composition', async () => {
    const url = await serve(compositions[0]!, { CLIPGRAPH_VERDICT_DAYS: '10' });
    expect(await ask(url, '{ models { name } policies { name } }')).toEqual({ models: [{ name: 'mini' }], policies: [] });
    await stop();
  });

  it('runs: a composition made of the environment', async () => {
    const url = await serve(compositions[1]!);
    expect(await ask(url, '{ collections { name } }')).toEqual({ collections: [] });
    await stop();
    await expect(serve(compositions[1]!, { CLIPGRAPH_VERDICT_DAYS: '10' })).rejects.toThrow(
      'CLIPGRAPH_VERDICT_DAYS belongs to moderation, which is not in the composition.',
    );
  });

  it('runs: a module, a store and an encoder that the command wrote', async () => {
    expect(commands.map(([, kind]) => kind)).toEqual(['module', 'store', 'encoder', 'store', 'encoder', 'module']);
    const url = await serve(compositions[2]!);
    await ask(url, 'mutation { createCollection(name: "paintings") { name } }');
    expect(await ask(url, '{ models { name } collections { name } }')).toEqual({
      models: [{ name: expect.any(String) as string }],
      collections: [{ name: 'paintings' }],
    });
    await stop();
  });

  it('runs: a module with a field, a route, a job, a setting and a metric', async () => {
    const url = await serve(withModules("import { collectionSizes } from './collection-sizes.ts';", 'collectionSizes()'), {
      CLIPGRAPH_COUNT_SECONDS: '1',
    });
    await ask(url, 'mutation { createCollection(name: "paintings") { name } }');
    await expect.poll(async () => (await fetch(`${url}/collection-sizes`)).json(), { timeout: 30_000 }).toEqual({ paintings: 0 });
    expect(await ask(url, '{ records }')).toEqual({ records: 0 });
    expect(await (await fetch(`${url}/metrics`)).text()).toContain('clipgraph_records{tenant="",collection="paintings"} 0');
    await stop();
    await expect(
      serve(withModules("import { collectionSizes } from './collection-sizes.ts';", 'collectionSizes()'), { CLIPGRAPH_COUNT_SECONDS: '0' }),
    ).rejects.toThrow('CLIPGRAPH_COUNT_SECONDS must be a whole number from 1 to 3600.');
  });

  it('runs: a port that one module provides and another uses', async () => {
    const url = await serve(withModules("import { greeter, visitor } from './greeter.ts';", 'greeter(), visitor()'));
    expect(await ask(url, '{ greeting(name: "Ada") }')).toEqual({ greeting: 'Good day, Ada.' });
    await stop();
  });

  it('runs: a module with a kind of documents, a node, settings that go together and a note', async () => {
    const composition = withModules("import { notes } from './notes.ts';", 'notes()');
    const url = await serve(composition, { CLIPGRAPH_NOTE_LONGEST: '5' });
    const { keepNote } = (await ask(url, 'mutation { keepNote(name: "a", text: "abcdefgh") { id text } }')) as {
      keepNote: { id: string; text: string };
    };
    expect(keepNote.text).toBe('abcde');
    const query = 'query ($id: ID!) { node(id: $id) { ... on Note { text } } notesWith(text: "abcde") }';
    expect(await ask(url, query, { id: keepNote.id })).toEqual({ node: { text: 'abcde' }, notesWith: 1 });
    await stop();
    await expect(serve(composition, { CLIPGRAPH_NOTE_SHORTEST: '9', CLIPGRAPH_NOTE_LONGEST: '5' })).rejects.toThrow(
      'CLIPGRAPH_NOTE_SHORTEST must not be above CLIPGRAPH_NOTE_LONGEST.',
    );
  });

  it('keeps the contract of a module: every module of the page', { timeout: 300_000 }, async () => {
    await writeFile(
      join(folder, 'page.test.ts'),
      `import { testModule } from '@clipgraph/module-testing';
      import { collectionSizes } from './collection-sizes.ts';
      import { greeter, visitor } from './greeter.ts';
      import { notes } from './notes.ts';
      testModule('collectionSizes', collectionSizes);
      testModule('greeter', greeter);
      testModule('visitor', visitor);
      testModule('notes', notes);`,
    );
    // graphql's CommonJS build, as in this repository's own tests: two builds of it refuse each other.
    const graphql = JSON.stringify(join(root, 'node_modules/graphql/index.js'));
    const config = `export default { resolve: { conditions: ['clipgraph-source'], alias: [{ find: /^graphql$/, replacement: ${graphql} }] }, ssr: { resolve: { conditions: ['clipgraph-source', 'node'] } }, test: { testTimeout: 120_000, globals: false } };`;
    await writeFile(join(folder, 'vitest.config.ts'), config);
    const tests = spawn(
      process.execPath,
      ['--conditions=clipgraph-source', join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'page.test.ts', '--no-color'],
      { cwd: folder, env: { ...process.env, NODE_OPTIONS: '--conditions=clipgraph-source' }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    let output = '';
    for (const stream of [tests.stdout, tests.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code] = (await once(tests, 'close')) as [number];
    expect(code, output).toBe(0);
    expect(output).toMatch(/Tests\s+24 passed/);
    await rm(join(folder, 'page.test.ts'));
    await rm(join(folder, 'vitest.config.ts'));
  });

  it('passes the compiler: every file', async () => {
    const options = {
      noEmit: true,
      declaration: false,
      isolatedDeclarations: false,
      customConditions: ['clipgraph-source'],
      allowImportingTsExtensions: true,
      types: ['node'],
    };
    const tsconfig = {
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: options,
      include: ['*.ts', '*/src/*-*.ts'],
      exclude: ['**/*.test.ts'],
    };
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig));
    const compiler = spawn(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    compiler.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    const [code] = (await once(compiler, 'close')) as [number];
    expect(output).toBe('');
    expect(code).toBe(0);
  });

  /** The shortest composition with more modules. */
  function withModules(imports: string, modules: string): string {
    return `${imports}\n${compositions[0]!.replace('modules: [', `modules: [${modules}, `)}`;
  }
});
