import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { checkPackage, createPackageFromTarballData, type Package } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { beforeAll, describe, expect, it } from 'vitest';

import { packedPackages, type PackedPackages } from './packed.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What does not count for packages that are ES modules, for Node 22 and newer, which can `require` them. */
const ACCEPTED: ReadonlySet<string> = new Set(['CJSResolvesToESM', 'NoResolution:node10']);

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly [key: string]: unknown;
}

const folders = await Promise.all(['packages/*/package.json', 'packages/*/*/package.json', 'apps/*/package.json'].map(manifestsIn));
const publishable = folders.flat().filter((manifest) => manifest.private !== true);

async function manifestsIn(pattern: string): Promise<Manifest[]> {
  const files = await Array.fromAsync(glob(pattern, { cwd: root, exclude: (name) => name === 'node_modules' }));
  return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(root, file), 'utf8')) as Manifest));
}

describe('every package, as it would be published', () => {
  let packed: PackedPackages;
  const tarballOf = async ({ name }: Manifest): Promise<Buffer> => {
    const start = `${name.replace('@', '').replace('/', '-')}-`;
    const found = packed.tarballs.filter((tarball) => new RegExp(`^${start}\\d`).test(basename(tarball)));
    expect(found, `one tarball of ${name}`).toHaveLength(1);
    return readFile(found[0]!);
  };
  const contents = async (manifest: Manifest): Promise<Package> => createPackageFromTarballData(await tarballOf(manifest));

  // The build of all packages, on a machine that may be busy.
  beforeAll(async () => {
    packed = await packedPackages();
  }, 600_000);

  it('is packed, and nothing else', () => {
    expect(packed.tarballs).toHaveLength(publishable.length);
  });

  describe.each(publishable)('$name', (manifest) => {
    it('says what it is, where it comes from, on what it runs and on what terms', async () => {
      const files = await contents(manifest);
      const inside = (path: string): boolean => files.fileExists(`/node_modules/${manifest.name}/${path}`);
      expect(['README.md', 'LICENSE', 'package.json'].filter((file) => !inside(file))).toEqual([]);
      expect(files.readFile(`/node_modules/${manifest.name}/README.md`)).toContain(manifest.name);
      expect(manifest).toMatchObject({
        description: expect.any(String),
        license: expect.any(String),
        repository: { type: 'git', url: expect.any(String), directory: expect.any(String) },
        engines: { node: expect.any(String) },
        type: 'module',
      });
      expect(manifest.exports ?? manifest.bin).toBeDefined();
    });

    it('names the others by version, never by the workspace, and ships no test', async () => {
      const files = await contents(manifest);
      const published = JSON.parse(files.readFile(`/node_modules/${manifest.name}/package.json`)) as Manifest;
      expect(JSON.stringify([published['dependencies'], published['peerDependencies']])).not.toMatch(/workspace:|link:|file:/);
      // What `clipgraph new` writes has a test, on purpose.
      const own = files.listFiles().filter((file) => !file.startsWith('/node_modules/clipgraph/templates/'));
      expect(own.filter((file) => /\.test\.[jt]s|node_modules\/.*node_modules\/[^@]/.test(file))).toEqual([]);
    });

    it('has nothing that publint would change', async () => {
      const tarball = await tarballOf(manifest);
      const data = tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) as ArrayBuffer;
      const { messages, pkg } = await publint({ pack: { tarball: data } });
      expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([]);
    });

    it.runIf(manifest.exports)('has types where it has code', async () => {
      const analysis = await checkPackage(await contents(manifest));
      const problems = analysis.types === false ? ['no types'] : analysis.problems;
      const names = problems.map((problem) =>
        typeof problem === 'string'
          ? problem
          : 'resolutionKind' in problem
            ? [problem.kind, problem.resolutionKind].join(':')
            : problem.kind,
      );
      expect(names.filter((name) => !ACCEPTED.has(name) && !ACCEPTED.has(name.split(':')[0]!))).toEqual([]);
    });
  });
});
