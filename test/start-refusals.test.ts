import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import {
  CONTRACT,
  defineModule,
  definePlugin,
  STORE_CONTRACT,
  type DocumentKind,
  type EncoderPlugin,
  type GatewayModule,
  type OpenModule,
  type VectorsPlugin,
} from '@clipgraph/contracts';
import { startGateway, type Gateway, type GatewayComposition } from '@clipgraph/gateway';
import { embed, gallery, knownParts, moderation, pictureFolder, qdrant, search, sqliteDocuments, sqliteVectors } from '@clipgraph/server';
import { fakeEncoder } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clipgraph-refusals-'));
});
afterAll(() => rm(folder, { recursive: true }));

const fake: EncoderPlugin = definePlugin({ contract: CONTRACT, name: 'fake', open: async () => [fakeEncoder()] });
const bundled = (): GatewayComposition => ({
  encoders: [fake],
  vectors: sqliteVectors(),
  documents: sqliteDocuments(),
  pictures: pictureFolder(),
  modules: [embed()],
});
const withParts = (parts: object): unknown => ({ ...bundled(), ...parts });
const withModules = (...modules: readonly unknown[]): unknown => ({ ...bundled(), modules: [embed(), ...modules] });
const note = (own: object = {}): GatewayModule => ({
  ...defineModule({ contract: CONTRACT, name: 'note', open: () => ({}) }),
  ...own,
});
const kind = (own: object = {}): DocumentKind => ({
  name: 'note',
  version: 1,
  schema: { '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) } },
  ...own,
});

async function start(composition: unknown, env: Record<string, string> = {}, dataDir?: string): Promise<Gateway> {
  return startGateway({
    composition: composition as GatewayComposition,
    env,
    known: knownParts(),
    config: { port: 0, logLevel: 'silent', dataDir: dataDir ?? (await mkdtemp(join(folder, 'data-'))) },
  });
}

/** What whoever starts it is told. */
async function refusal(composition: unknown, env?: Record<string, string>, dataDir?: string): Promise<string> {
  const started = start(composition, env, dataDir);
  const error = await started.then(
    async (gateway) => {
      await gateway.close();
      throw new Error('It started.');
    },
    (thrown: unknown) => thrown as Error,
  );
  expect(error).toMatchObject({ name: 'ConfigError' });
  return error.message;
}

describe('a composition is refused before anything is opened', () => {
  const store = { contract: STORE_CONTRACT, name: 'mine', search: () => undefined, upsert: () => undefined };
  it.each<[string, unknown, string]>([
    ['a part that there is not', withParts({ moduls: [] }), 'A composition has no part moduls. Did you mean modules?'],
    ['null in a list', withModules(null), 'modules[1] is no plugin and no module: it is null. What stands there is not imported'],
    ['a condition that was not met', withModules(false), 'modules[1] is no plugin and no module: it is false.'],
    ['a hole', withParts({ modules: [embed(), , note()] }), 'modules[1] is no plugin and no module: it is undefined.'], // eslint-disable-line no-sparse-arrays
    [
      'a function',
      withModules(search),
      'modules[1] is no plugin and no module: it is the function search. It was not called, perhaps: write search().',
    ],
    ['a promise', withModules(Promise.resolve(note())), 'it is a promise. Await it at the top of the file.'],
    ['a list in a list', withModules([note()]), 'it is a list. Write three dots before it'],
    [
      'a store that no plugin opens',
      withParts({ vectors: store }),
      'vectors is no plugin and no module: it is an object with contract, name, search, upsert. It is a store, not a plugin that opens one: write definePlugin({',
    ],
    ['an encoder that no plugin opens', withParts({ encoders: [fakeEncoder()] }), 'It is an encoder, not a plugin that opens one'],
    ['a module without a name', withModules(note({ name: undefined })), 'The module at modules[1] has no name.'],
    ['a name with blanks', withModules(note({ name: 'My Module!' })), 'The module My Module! must have a name of small letters'],
    [
      'a field that no module has',
      withModules(note({ typedefs: '' })),
      'The module note has a field typedefs, which no module has. Did you mean typeDefs?',
    ],
    ['typeDefs that are no text', withModules(note({ typeDefs: {} })), 'The typeDefs of the module note must be a text'],
    [
      'a setting without a variable',
      withModules(note({ settings: { words: { schema: kind().schema } } })),
      'The module note has a setting words without its variable',
    ],
    [
      'a setting without a schema',
      withModules(note({ settings: { words: { env: 'CLIPGRAPH_WORDS' } } })),
      'The module note has a setting words whose schema is no Standard Schema',
    ],
    ['a promise of a composition', Promise.resolve(bundled()), 'The composition is a promise.'],
    ['an async function', async () => bundled(), 'The composition is a promise. Its function may not be async'],
    [
      'a function that throws',
      () => {
        throw new TypeError('no such thing');
      },
      'The function of the composition failed: no such thing (',
    ],
    [
      'two modules of one kind of documents',
      withModules(note({ kinds: { note: kind() } }), note({ name: 'memo', kinds: { n: kind() } })),
      'Both note and memo keep documents of the kind note.',
    ],
    [
      'a bad name of a kind',
      withModules(note({ kinds: { note: kind({ name: 'my notes' }) } })),
      'The module note has a kind of documents that cannot be: "my notes". A kind has 1 to 64 letters',
    ],
    [
      'a kind without an upgrade',
      withModules(note({ kinds: { note: kind({ version: 2 }) } })),
      'note has version 2 and no upgrade from version 1.',
    ],
    [
      'a kind without a schema',
      withModules(note({ kinds: { note: kind({ schema: undefined }) } })),
      'note has no schema that is a Standard Schema',
    ],
  ])('%s', async (_what, composition, message) => {
    expect(await refusal(composition)).toContain(message);
  });

  it('with every problem at once', async () => {
    const message = await refusal({ encoders: [], moduls: [], modules: [null, note({ name: '' })] });
    expect(message.split('\n')).toHaveLength(7);
  });

  it('for options that a function does not have', async () => {
    const options = await refusal(
      withModules(moderation({ verdictDay: 90 } as object), gallery({ sample: false } as object), search({ maxResult: 5 } as object)),
    );
    expect(options).toContain('moderation: there is no option verdictDay. Did you mean verdictDays?');
    expect(options).toContain('gallery: there is no option sample. Did you mean samples?');
    expect(options).toContain('search: there is no option maxResult. Did you mean maxResults?');
    expect(() => (embed as (given: object) => unknown)({ model: 'mini' })).toThrow('embed() has no option model.\nIt takes none.');
    expect(() => qdrant({ apikey: 'a secret' } as object)).toThrow('qdrant() has no option apikey. Did you mean apiKey?');
    expect(() => qdrant({ apikey: 'a secret' } as object)).not.toThrow('a secret');
  });
});

describe('a setting of a part that is not in the composition', () => {
  it('is refused with its owner, and a misspelt one with what is meant', async () => {
    expect(await refusal(bundled(), { CLIPGRAPH_VERDICT_DAYS: '9' })).toContain(
      'CLIPGRAPH_VERDICT_DAYS belongs to moderation, which is not in the composition.',
    );
    expect(await refusal(bundled(), { CLIPGRAPH_PROT: '9' })).toContain('CLIPGRAPH_PROT is not a setting. Did you mean CLIPGRAPH_PORT?');
  });

  it('is told of where its name may be meant for another program', async () => {
    const gateway = await start(bundled(), { QDRANT_URL: 'http://127.0.0.1:9', QDRANT_API_KEY: '', QDRANT_OTHER: 'x' });
    expect(gateway.notes).toEqual(['ignored    QDRANT_URL: qdrant is not in the composition']);
    await gateway.close();
  });
});

describe('what a part does when it is opened is told with its name', () => {
  const opening = (open: () => unknown, own: object = {}): unknown => withModules(note({ open, ...own }));
  const throwing = (): never => {
    throw new TypeError("Cannot read properties of undefined (reading 'x')");
  };
  const storing = (opened: unknown): unknown =>
    withParts({ vectors: { ...note(), name: 'shelf', open: async () => opened } as VectorsPlugin });

  it.each<[string, unknown, string | RegExp]>([
    [
      'a module that throws',
      opening(throwing),
      /^The module note cannot be opened: Cannot read properties of undefined .*start-refusals\.test\.ts:\d+:\d+\)$/,
    ],
    [
      'a module that throws no Error',
      opening(() => {
        throw 'no' as unknown;
      }),
      'The module note cannot be opened: "no" was thrown.',
    ], // eslint-disable-line no-throw-literal
    ['a module that rejects', opening(async () => throwing()), 'The module note cannot be opened: Cannot read'],
    ['a module that throws in provide', withModules(note({ provide: throwing })), 'The module note cannot provide its ports: Cannot read'],
    [
      'a module whose settingProblems throw',
      withModules(note({ settingProblems: throwing })),
      'The settings of note cannot be read: Cannot read',
    ],
    [
      'a module that answers nothing',
      opening(() => undefined),
      'The open of the module note must answer an object, {} where it has nothing to add, not undefined.',
    ],
    [
      'a field that no module answers',
      opening(() => ({ resolver: {} })),
      'answers a field resolver, which no module has. Did you mean resolvers?',
    ],
    ['routes that are no list', opening(() => ({ routes: {} })), 'The routes of the module note must be a list.'],
    [
      'a route without a handler',
      opening(() => ({ routes: [{ method: 'GET', path: '/x' }] })),
      'A route of the module note lacks handle().',
    ],
    [
      'a job without an end',
      opening(() => ({ jobs: [{ name: 'counting', start: () => undefined }] })),
      'The job counting of the module note lacks stop().',
    ],
    [
      'a job that throws in start',
      opening(() => ({ jobs: [{ name: 'counting', start: throwing, stop: () => undefined }] })),
      'The job counting of the module note cannot start: Cannot read',
    ],
    ['a store that is none', storing(undefined), 'The open of shelf must answer a vector store, not undefined.'],
    [
      'a store without search',
      storing({ contract: STORE_CONTRACT, name: 'shelf', close: async () => undefined }),
      /^The store that shelf opened lacks createCollection\(\), .*search\(\)/,
    ],
    [
      'a store of another contract that cannot be closed',
      storing({ contract: 9, name: 'shelf' }),
      'The store shelf cannot be opened: The store "shelf" speaks contract 9; this gateway speaks 1.',
    ],
    [
      'documents in the place of vectors',
      withParts({ vectors: sqliteDocuments() }),
      'The store that sqlite documents opened lacks createCollection()',
    ],
    ['an encoder in the place of a module', withModules(fake), 'The open of the module fake must answer an object'],
    [
      'an encoder that opens no list',
      withParts({ encoders: [{ ...fake, open: async () => fakeEncoder() }] }),
      'The open of fake must answer a list of encoders',
    ],
    ['an encoder that throws', withParts({ encoders: [{ ...fake, open: throwing }] }), 'The encoder fake cannot be opened: Cannot read'],
    [
      'typeDefs that are no SDL',
      withModules(note({ typeDefs: 'extend type Query {\n  a: ]\n}' })),
      /The typeDefs of note are no GraphQL SDL: .*line 2, column 6/,
    ],
    [
      'a type that nobody has',
      withModules(note({ typeDefs: 'extend type Query { a: Colour }' })),
      'note uses the type Colour, which no module of the composition defines',
    ],
    [
      'a module without what it needs',
      withParts({ modules: [search()] }),
      /search uses the types Model, Modality, which no module of the composition defines.* Model is of embed\. Modality is of embed\.$/,
    ],
  ])('%s', async (_what, composition, message) => {
    const said = await refusal(composition);
    // toMatch takes a text as a part, and an expression as it is.
    expect(said).toMatch(message);
  });

  it('and what was opened before is closed, so that the next start finds it free', async () => {
    const dataDir = await mkdtemp(join(folder, 'again-'));
    let closed = 0;
    const mine = {
      open: () => ({
        close: async () => {
          closed += 1;
          throw new Error('not now');
        },
      }),
    };
    await refusal(withModules(note(mine), note({ name: 'wrong', open: throwing })), {}, dataDir);
    expect(closed).toBe(1);
    await (await start(bundled(), {}, dataDir)).close();
  });

  it('both ways of writing a root type are taken', async () => {
    const open = (field: string) => (): OpenModule => ({ resolvers: { Query: { [field]: () => field } } });
    const gateway = await start(
      withModules(
        note({ typeDefs: 'type Query { "One." one: String }', open: open('one') }),
        note({ name: 'memo', typeDefs: 'extend type Query { "Two." two: String }', open: open('two') }),
      ),
    );
    const response = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ one two }' }),
    });
    expect(await response.json()).toMatchObject({ data: { one: 'one', two: 'two' } });
    await gateway.close();
  });
});

describe('a data folder', () => {
  it('that another server uses is named, with its setting', async () => {
    const dataDir = await mkdtemp(join(folder, 'shared-'));
    const first = await start(bundled(), {}, dataDir);
    const said = await refusal(bundled(), {}, dataDir);
    expect(said).toContain('The store sqlite vectors cannot be opened: The store is in use by another process.');
    expect(said).toContain(`The data folder is ${dataDir}, which one server uses at a time; CLIPGRAPH_DATA_DIR sets another.`);
    await first.close();
  });

  it('that is a file, or inside of one, is told so', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    expect(await refusal(bundled(), {}, file)).toBe(
      `The data folder cannot be used: ${file} is a file. Set another one with CLIPGRAPH_DATA_DIR.`,
    );
    expect(await refusal(bundled(), {}, join(file, 'data'))).toContain('is inside of a file.');
  });
});

/** Each file's text, and what is said of it. */
const FILES: readonly [what: string, name: string, text: string, message: RegExp][] = [
  ['in JavaScript', 'a.mjs', 'export default {\n  a: 1,\n  b: ,\n};\n', /a\.mjs cannot be loaded: Unexpected token ',' \(.*a\.mjs:3:6\)$/],
  [
    'in TypeScript',
    'b.ts',
    'const x: number = 1;\nexport default {\n  b: ,\n};\n',
    /b\.ts cannot be loaded: Expression expected \(.*b\.ts:3:6\)$/,
  ],
  ['in what it imports', 'c.mjs', 'import "./a.mjs";\nexport default {};\n', /c\.mjs cannot be loaded: .*\(in a file that it imports\)$/],
  [
    'at its top',
    'd.mjs',
    'const f = () => {\n  throw new TypeError("no such");\n};\nexport default f();\n',
    /d\.mjs cannot be loaded: no such \(.*d\.mjs:2:9\)$/,
  ],
  [
    'with a name that is not exported',
    'e.mjs',
    'import { embedd } from "./f.mjs";\nexport default embedd();\n',
    /does not provide an export named 'embedd' \(.*e\.mjs:1:10\)$/,
  ],
  ['with an enum', 'g.ts', 'enum A { B }\nexport default { a: A.B };\n', /Node leaves types out and compiles nothing/],
  ['with no Error', 'h.mjs', 'throw "no";\n', /h\.mjs cannot be loaded: no was thrown\.$/],
];

describe('a configuration file that fails says where', () => {
  const said = new Map<string, string>();

  beforeAll(async () => {
    await writeFile(join(folder, 'f.mjs'), 'export const embed = 1;\n');
    for (const [, name, text] of FILES) await writeFile(join(folder, name), text);
    // In a process of its own: the one of the tests loads modules in another way than Node.
    const program = `
      import { loadComposition } from ${JSON.stringify(new URL('../packages/gateway/src/index.ts', import.meta.url).href)};
      for (const name of ${JSON.stringify(FILES.map(([, name]) => name))}) {
        await loadComposition('.', name).catch((error) => console.log(JSON.stringify([name, error.name, error.message])));
      }`;
    const options = { cwd: folder, env: { ...process.env, NODE_OPTIONS: '' } };
    const { stdout } = await run(process.execPath, ['--conditions=clipgraph-source', '--input-type=module', '--eval', program], options);
    for (const line of stdout.trim().split('\n')) {
      const [name, kindOfError, message] = JSON.parse(line) as [string, string, string];
      said.set(name, `${kindOfError}: ${message}`);
    }
  });

  it.each(FILES)('%s', (_what, name, _text, message) => {
    expect(said.get(name)).toMatch(message);
    expect(said.get(name)).toMatch(/^ConfigError: /);
  });
});
