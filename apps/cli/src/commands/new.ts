import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

import { Command } from 'commander';

import { usageError } from '../exit-codes.ts';
import { printLine } from '../output.ts';

/** What can be begun, with the example that it begins as: its folder, and the word in it that the new name stands for. */
const KINDS = {
  module: { example: 'hello-module', word: 'hello', part: 'modules: [..., NAME()]' },
  store: { example: 'array-store', word: 'array', part: 'vectors: NAMEVectors()' },
  encoder: { example: 'colour-encoder', word: 'colour', part: 'encoders: [NAMEEncoder()]' },
} as const;

type Kind = keyof typeof KINDS;

/** What the kits run in. */
const VITEST = '^5.1.1';

export function newCommand(): Command {
  return new Command('new')
    .description('begin a module, a store or an encoder of your own: a working one, with its test')
    .argument('<kind>', 'module, store or encoder')
    .argument('<name>', 'such as price-tags: small letters, digits and -')
    .addHelpText(
      'after',
      `
Writes a folder of the name here: the code (a working example to change), its test, which is one call of the contract's kit,
and a package.json. Nothing is overwritten.

Example:
  clipgraph new module price-tags
  cd price-tags && npm test`,
    )
    .action(begin);
}

/** Words that the language keeps for itself, of those that a name can be. */
const RESERVED =
  /^(?:await|break|case|catch|class|const|continue|debugger|default|delete|do|else|enum|export|extends|false|finally|for|function|if|import|in|instanceof|let|new|null|return|static|super|switch|this|throw|true|try|typeof|var|void|while|with|yield)$/;

async function begin(kind: string, name: string): Promise<void> {
  if (!Object.hasOwn(KINDS, kind)) throw usageError(`There is no kind "${kind}"; there are ${Object.keys(KINDS).join(', ')}.`);
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length > 50) {
    throw usageError('A name is made of small letters, digits and -, a letter first, at most 50 of them.');
  }
  if (RESERVED.test(name)) throw usageError(`"${name}" is a word of JavaScript and cannot name a function; take another name.`);
  const { example, word, part } = KINDS[kind as Kind];
  if (await stat(name).catch(() => undefined)) throw usageError(`There is something named ${name} here already; nothing was written.`);
  const source = await exampleFolder(example);
  // `my-store` is a store called `my`: what is in it ends in its kind already.
  const stem = kind !== 'module' && name.endsWith(`-${kind}`) ? name.slice(0, -kind.length - 1) : name;
  const renamed = renaming(word, stem);
  await mkdir(join(name, 'src'), { recursive: true });
  const files = await readdir(join(source, 'src'));
  for (const file of files) {
    await writeFile(join(name, 'src', renamed(file)), renamed(await readFile(join(source, 'src', file), 'utf8')), { flag: 'wx' });
  }
  const written = await manifest(source, name);
  await writeFile(join(name, 'package.json'), `${JSON.stringify(written, undefined, 2)}\n`, { flag: 'wx' });
  const main = renamed(files.find((file) => !file.endsWith('.test.ts'))!);
  const used = part.replaceAll('NAME', camelCase(stem));
  printLine(`${name}/ is a working ${kind}. ${howToTest(name, written)}\n`);
  printLine(`Then name it in clipgraph.config.ts:\n`);
  printLine(`  import { ${/\w+(?=\(\))/.exec(used)![0]} } from './${name}/src/${main}';\n\n  ${used}`);
}

/** Beside the built program, or in the repository. */
async function exampleFolder(example: string): Promise<string> {
  const places = [new URL(`../../templates/${example}`, import.meta.url), new URL(`../../../../examples/${example}`, import.meta.url)];
  for (const place of places.map((url) => fileURLToPath(url))) {
    if (await stat(join(place, 'src')).catch(() => undefined)) return place;
  }
  throw new Error(`The example ${example} is not in this installation.`);
}

/** Puts the name where the example says its word: in file names, texts and identifiers. */
function renaming(word: string, name: string): (text: string) => string {
  const camel = camelCase(name);
  const upper = camel.charAt(0).toUpperCase() + camel.slice(1);
  const capital = word.charAt(0).toUpperCase() + word.slice(1);
  return (text) =>
    text
      .replaceAll(new RegExp(`\\b${word}(?=[A-Z])`, 'g'), camel)
      .replaceAll(new RegExp(`(?<![A-Z])${capital}(?=[A-Z])`, 'g'), upper)
      .replaceAll(new RegExp(`(?<=['"\`./-])${word}(?=[-'"\`./])|^${word}(?=[-.])`, 'g'), name)
      .replaceAll(new RegExp(`\\b${word}\\b(?!-)`, 'g'), camel)
      // In the names of environment variables: two modules may not share one.
      .replaceAll(new RegExp(`_${word.toUpperCase()}_`, 'g'), `_${name.replaceAll('-', '_').toUpperCase()}_`);
}

function camelCase(name: string): string {
  return name.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

interface Manifest {
  readonly name: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

/** Where all that the test needs is installed already, here or in a folder above, it can be run as it is. */
function howToTest(name: string, { dependencies, devDependencies }: Manifest): string {
  const above = foldersAbove(resolve(name));
  const missing = Object.keys({ ...dependencies, ...devDependencies }).filter(
    (dependency) => !above.some((folder) => existsSync(join(folder, 'node_modules', dependency, 'package.json'))),
  );
  if (missing.length === 0) return `Its test:\n\n  cd ${name} && npm test`;
  if (above.some((folder) => existsSync(join(folder, 'pnpm-workspace.yaml')))) {
    return 'To make it a package of this repository, go on with step 2 of "Add a store, an encoder or a module" in CONTRIBUTING.md.';
  }
  const what = `Its test needs ${missing.join(', ')}, which ${missing.length === 1 ? 'is' : 'are'} not installed here.`;
  const own = missing.filter((dependency) => dependency.startsWith('@clipgraph/'));
  if (own.length === 0) return `${what}\n\n  cd ${name} && npm install && npm test`;
  return `${what} The packages of clipgraph\nare not in the npm registry yet: install them in this folder as docs/composition.md says. Then:\n\n  cd ${name} && npm test`;
}

function foldersAbove(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...foldersAbove(parent)];
}

/** That of a package of its own: what the example depends on, in the versions of this program. */
async function manifest(source: string, name: string): Promise<Manifest> {
  const { version } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };
  const example = JSON.parse(await readFile(join(source, 'package.json'), 'utf8')) as Record<string, Record<string, string>>;
  const pinned = (names: Record<string, string> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(names).map(([dependency, range]) => [dependency, range.startsWith('workspace:') ? `^${version}` : range]),
    );
  return {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: { test: 'vitest run' },
    dependencies: pinned(example['dependencies']),
    devDependencies: { ...pinned(example['devDependencies']), vitest: VITEST },
  };
}
