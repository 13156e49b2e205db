import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const { installationProblem } = (await import(new URL('../scripts/install.mjs', import.meta.url).href)) as {
  readonly installationProblem: (output: string) => string;
};
const { packageManager } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8')) as { packageManager: string };

describe('an installation that fails says what to do', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clipgraph-install-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('where a package.json says more than the lock file, by what pnpm really says', async () => {
    await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'own', private: true, dependencies: { commander: '15.1.0' } }));
    await writeFile(join(folder, 'pnpm-lock.yaml'), "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n");
    const ended = run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile', '--offline', '--reporter=append-only'], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const output = await ended.then(
      () => 'It was installed.',
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    );
    const said = installationProblem(output);
    expect(said, output).toContain(`npx ${packageManager} install --lockfile-only`);
    expect(said).not.toContain('registry');
    expect(await readFile(new URL('../CONTRIBUTING.md', import.meta.url), 'utf8')).toContain(
      `npx ${packageManager} install --lockfile-only`,
    );
  }, 120_000);

  it('where nothing answers', () => {
    expect(installationProblem('ERR_PNPM_META_FETCH_FAIL  request to https://registry.example/ failed')).toContain(
      'needs the npm registry',
    );
  });
});
