import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

import { isSettingError } from '@clipgraph/contracts';

import type { GatewayDefinition } from './composition.ts';
import { ConfigError } from './config-error.ts';
import { placeOf } from './part-failure.ts';

/** In the order in which they are looked for. */
const NAMES = ['clipgraph.config.ts', 'clipgraph.config.js', 'clipgraph.config.mjs'] as const;

/**
 * The default export of a configuration file: the one that is named, or the first of `clipgraph.config.ts`, `.js` and `.mjs`
 * in the folder; undefined where there is none. Rejects with a ConfigError that names the file, what is wrong and, where that can be
 * told, the line and the column.
 */
export async function loadComposition(folder: string, named?: string): Promise<GatewayDefinition | undefined> {
  const file = named === undefined ? await firstOf(folder) : resolve(folder, named);
  if (file === undefined) return undefined;
  if (!(await isFile(file))) throw new ConfigError(`There is no configuration file ${named}.`);
  let loaded: { default?: unknown };
  try {
    loaded = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (error) {
    throw new ConfigError(`${file} cannot be loaded: ${await reasonOf(error, file)}`, { cause: error });
  }
  if (loaded.default === undefined) throw new ConfigError(`${file} has no default export. Write: export default defineGateway({ ... });`);
  return loaded.default as GatewayDefinition;
}

async function reasonOf(error: unknown, file: string): Promise<string> {
  if (!(error instanceof Error)) return `${String(error)} was thrown.`;
  const place = error.name === 'SyntaxError' ? await placeOfSyntax(error, file) : placeOf(error);
  // The options of a plugin or a module: the message says all, a list of them on lines of its own.
  if (isSettingError(error)) return place === undefined ? error.message : `(${place})\n${error.message}`;
  const at = place === undefined ? '' : ` (${place})`;
  if (/Unknown file extension "\.ts"/.test(error.message)) {
    return `${error.message}. This Node, ${process.versions.node}, reads no TypeScript: take 22.18 or newer, or write a .mjs file.`;
  }
  // Such as `enum`, which is no type that can be left out.
  if ('code' in error && error.code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') {
    return `${error.message}${at}. Node leaves types out and compiles nothing: write TypeScript whose types can be erased.`;
  }
  if ('code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && extname(file) === '.ts' && /\.js'/.test(error.message)) {
    return `${error.message}. Imports of TypeScript files end in .ts.`;
  }
  return `${error.message}${at}`;
}

/** Node writes the place of a fault over the stack, for TypeScript; of JavaScript it tells only who runs the file. */
async function placeOfSyntax(error: Error, file: string): Promise<string | undefined> {
  const written = writtenPlace(error.stack ?? '');
  if (written !== undefined || extname(file) === '.ts') return written;
  const check = promisify(execFile)(process.execPath, ['--check', file], { timeout: 10_000 });
  return check.then(
    () => 'in a file that it imports',
    ({ stderr = '' }: { stderr?: string }) => writtenPlace(stderr),
  );
}

/** Of `/folder/file.ts:3`, the line itself, and a `^` below the column. */
function writtenPlace(text: string): string | undefined {
  const [, file, line, caret] = /^(?:file:\/\/)?((?:\/|[A-Za-z]:\\)[^\n]*?):(\d+)\n[\s\S]*?\n([ \t]*)\^/.exec(text) ?? [];
  return file === undefined ? undefined : `${file}:${line}:${caret!.length + 1}`;
}

async function firstOf(folder: string): Promise<string | undefined> {
  for (const name of NAMES) {
    const file = join(folder, name);
    if (await isFile(file)) return file;
  }
  return undefined;
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined))?.isFile() ?? false;
}
