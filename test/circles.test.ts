import { glob, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Types made from the schema: they name the types of the resolvers' objects, which name them. */
const GENERATED = /[/\\]generated[/\\]/;

/** Relative imports and re-exports of one file, types included: a circle of types is as hard to read as one of values. */
function relativeImports(text: string): string[] {
  const found = text.matchAll(/^\s*(?:import|export)\b[^'"`;]*?\bfrom\s+'(\.[^']+)'|\bimport\(\s*'(\.[^']+)'\s*\)|^import\s+'(\.[^']+)'/gm);
  return Array.from(found, (match) => (match[1] ?? match[2] ?? match[3])!);
}

type Graph = ReadonlyMap<string, readonly string[]>;

async function filesOf(folder: string): Promise<Graph> {
  const graph = new Map<string, string[]>();
  for await (const name of glob('src/**/*.ts', { cwd: join(root, folder) })) {
    if (GENERATED.test(name)) continue;
    const file = join(root, folder, name);
    const imports = relativeImports(await readFile(file, 'utf8')).map((specifier) => join(dirname(file), specifier));
    graph.set(
      file,
      imports.filter((target) => !GENERATED.test(target)),
    );
  }
  return graph;
}

/** The first circle that following the imports leads into, from a file back to itself; undefined where there is none. */
function circleIn(graph: Graph): readonly string[] | undefined {
  const finished = new Set<string>();
  const path: string[] = [];

  function visit(file: string): readonly string[] | undefined {
    if (finished.has(file)) return undefined;
    const at = path.indexOf(file);
    if (at !== -1) return [...path.slice(at), file];
    path.push(file);
    for (const target of graph.get(file) ?? []) {
      const circle = visit(target);
      if (circle) return circle;
    }
    path.pop();
    finished.add(file);
    return undefined;
  }

  for (const file of graph.keys()) {
    const circle = visit(file);
    if (circle) return circle;
  }
  return undefined;
}

const patterns = [
  'packages/*/package.json',
  'packages/*/*/package.json',
  'apps/*/package.json',
  'examples/*/package.json',
  'bench/package.json',
];
const manifests = await Promise.all(
  patterns.map((pattern) => Array.fromAsync(glob(pattern, { cwd: root, exclude: (name) => name === 'node_modules' }))),
);
const folders = manifests.flat().map((file) => dirname(file));

describe('imports inside a package', () => {
  it.each(folders)('%s: its files import each other in one direction', async (folder) => {
    const circle = circleIn(await filesOf(folder));
    expect(circle?.map((file) => relative(join(root, folder, 'src'), file)) ?? []).toEqual([]);
  });

  it('finds a circle, and none where two files import the same one', () => {
    const circle = new Map(Object.entries({ a: ['b', 'd'], b: ['c'], c: ['d', 'b'], d: [] }));
    expect(circleIn(circle)).toEqual(['b', 'c', 'b']);
    const diamond = new Map(Object.entries({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] }));
    expect(circleIn(diamond)).toBeUndefined();
  });
});
