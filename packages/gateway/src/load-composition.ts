import { stat } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { GatewayDefinition } from './composition.ts';
import { ConfigError } from './config.ts';

/** In the order in which they are looked for. */
const NAMES = ['clipgraph.config.ts', 'clipgraph.config.js', 'clipgraph.config.mjs'] as const;

/**
 * The default export of a configuration file: the one that is named, or the first of `clipgraph.config.ts`, `.js` and `.mjs`
 * in the folder; undefined where there is none. Rejects with a ConfigError that names the file and what is wrong with it.
 */
export async function loadComposition(folder: string, named?: string): Promise<GatewayDefinition | undefined> {
  const file = named === undefined ? await firstOf(folder) : resolve(folder, named);
  if (file === undefined) return undefined;
  if (!(await isFile(file))) throw new ConfigError(`There is no configuration file ${named}.`);
  let loaded: { default?: unknown };
  try {
    loaded = (await import(pathToFileURL(file).href)) as { default?: unknown };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const hint =
      extname(file) === '.ts' && /extension/.test(why)
        ? ' Node 22.18 or newer reads TypeScript; with an older one, write a .mjs file.'
        : '';
    throw new ConfigError(`${file} cannot be loaded: ${why}${hint}`, { cause: error });
  }
  if (loaded.default === undefined) throw new ConfigError(`${file} has no default export. Write: export default defineGateway({ ... });`);
  return loaded.default as GatewayDefinition;
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
