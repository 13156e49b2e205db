import { glob, readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Who may import whom at run time, by package name; the first rule that fits a package counts: one direction. */
const RULES: readonly { who: RegExp; may: RegExp; because: string }[] = [
  { who: /^contracts$/, may: /^$/, because: 'contracts depend on nothing' },
  { who: /^(scenes|model-mini|client)$/, may: /^$/, because: 'it stands alone' },
  {
    who: /^(encoder-.+|images|tower-compiler)$/,
    may: /^(contracts|images|model-registry)$/,
    because: 'an encoder knows contracts and pictures',
  },
  { who: /^pictures-.+$/, may: /^(contracts|images)$/, because: 'a store of pictures knows contracts and pictures' },
  { who: /^pictures$/, may: /^(contracts|images|module-kit)$/, because: 'it reads what modules name, and knows no store' },
  { who: /^(model-registry|gallery)$/, may: /^contracts$/, because: 'it is data' },
  { who: /^model-library$/, may: /^(contracts|model-registry)$/, because: 'it knows files, not what runs them' },
  {
    who: /^(store-sqlite|documents-sqlite|vector-cache)$/,
    may: /^(contracts|settings-kit|sqlite-kit)$/,
    because: 'it knows contracts, and what files of SQLite have in common',
  },
  {
    who: /^(store-qdrant|documents-.+)$/,
    may: /^(contracts|settings-kit)$/,
    because: 'a store knows contracts',
  },
  {
    who: /^(array-store|store-kit|sqlite-kit|batching|module-kit|probe|testing|zero-shot)$/,
    may: /^contracts$/,
    because: 'it knows contracts only',
  },
  { who: /^(server|clipgraph)$/, may: /./, because: 'only apps put everything together' },
  {
    who: /^gateway$/,
    may: /^(contracts|module-kit|settings-kit|images|batching|vector-cache|pictures|store-kit)$/,
    because: 'it opens what it is given, and knows no plugin and no module',
  },
  { who: /^(module-testing)$/, may: /./, because: 'it puts a gateway around a module' },
  { who: /^(hello-module|colour-encoder)$/, may: /^(contracts|module-kit)$/, because: 'it is what a stranger writes' },
  { who: /^settings-kit$/, may: /^contracts$/, because: 'it knows contracts only' },
  { who: /^module-gallery$/, may: /^(contracts|settings-kit)$/, because: 'a module knows contracts' },
  {
    who: /^module-.+$/,
    may: /^(contracts|module-kit|settings-kit|store-kit|zero-shot|probe)$/,
    because: 'a module knows contracts, never a plugin or another module',
  },
];

const APPS = new Set(['server', 'clipgraph']);

/** Libraries that only some packages may use. */
const LIBRARIES: readonly { library: RegExp; only: RegExp }[] = [
  { library: /^graphql$|^@graphql-tools\//, only: /^(module-kit|module-.+|gateway|test)$/ },
  { library: /^(@apollo\/|express$|pino$|prom-client$)/, only: /^gateway$/ },
  { library: /^onnxruntime-node$/, only: /^(encoder-.+|tower-compiler|bench)$/ },
  { library: /^@qdrant\//, only: /^store-qdrant$/ },
];

interface Manifest {
  /** Without `@clipgraph/`. */
  readonly name: string;
  readonly path: string;
  /** Peers too. */
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

async function matches(pattern: string): Promise<string[]> {
  return Array.fromAsync(glob(pattern, { cwd: root, exclude: (name) => name === 'node_modules' }));
}

async function manifests(): Promise<Manifest[]> {
  const found = await Promise.all(
    ['packages/*/package.json', 'packages/*/*/package.json', 'apps/*/package.json', 'examples/*/package.json'].map(matches),
  );
  return Promise.all(
    [...found.flat(), 'training/scenes/package.json'].map(async (file) => {
      const manifest = JSON.parse(await readFile(join(root, file), 'utf8'));
      const { name, devDependencies = {} } = manifest;
      const dependencies = { ...manifest.dependencies, ...manifest.peerDependencies };
      return { name: name.replace('@clipgraph/', ''), path: dirname(join(root, file)), dependencies, devDependencies };
    }),
  );
}

async function sources(folder: string, within = 'src'): Promise<{ name: string; text: string }[]> {
  const names = (await readdir(join(folder, within), { recursive: true })).filter((name) => name.endsWith('.ts'));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, within, name), 'utf8') })));
}

function importsOf(text: string): string[] {
  return [...text.matchAll(/^\s*(?:import|export)\b[^'"`;]*?\bfrom\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|^import\s+'([^']+)'/gm)].map(
    (found) => (found[1] ?? found[2] ?? found[3])!,
  );
}

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

const packages = await manifests();

describe.each(packages)('$name', ({ name: self, path, dependencies, devDependencies }) => {
  it('depends only on the packages that its place allows', () => {
    const rule = RULES.find(({ who }) => who.test(self));
    const wrong = Object.keys(dependencies).filter(
      (name) => name.startsWith('@clipgraph/') && !rule?.may.test(name.replace('@clipgraph/', '')),
    );
    expect(wrong, rule?.because ?? 'a package needs a rule here').toEqual([]);
  });

  it('uses only the libraries that are meant for it', () => {
    const wrong = Object.keys(dependencies).filter((name) => LIBRARIES.some(({ library, only }) => library.test(name) && !only.test(self)));
    expect(wrong).toEqual([]);
  });

  it('declares what it imports, and imports across packages by name only', async () => {
    const wrong: string[] = [];
    for (const { name, text } of await sources(path)) {
      const isTest = name.endsWith('.test.ts') || name.startsWith('testing/');
      const declared = new Set([...Object.keys(dependencies), ...(isTest ? Object.keys(devDependencies) : [])]);
      for (const specifier of importsOf(text)) {
        if (specifier.startsWith('node:')) continue;
        if (specifier.startsWith('.')) {
          const target = join(path, 'src', name, '..', specifier);
          if (!target.startsWith(path)) wrong.push(`${name} reaches out of its package: ${specifier}`);
        } else if (!declared.has(packageOf(specifier)) && packageOf(specifier) !== `@clipgraph/${self}`) {
          wrong.push(`${name} imports ${specifier}, which package.json does not declare`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.runIf(!APPS.has(self))('leaves the environment to the apps', async () => {
    const readers = (await sources(path)).filter(({ name, text }) => !name.endsWith('.test.ts') && /process\.env\b/.test(text));
    expect(readers.map(({ name }) => name)).toEqual([]);
  });

  it('declares nothing that it does not import', async () => {
    const scripts = await sources(path, 'scripts').catch(() => []);
    const imported = new Set([...(await sources(path)), ...scripts].flatMap(({ text }) => importsOf(text)).map(packageOf));
    const unused = [...Object.keys(dependencies), ...Object.keys(devDependencies)].filter(
      (name) => !imported.has(name) && !name.startsWith('@types/'),
    );
    expect(unused).toEqual([]);
  });
});
