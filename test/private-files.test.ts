import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway } from './gateway.ts';
import { plainPicture } from './pictures.ts';

const TENANT_KEY = 'a-key-of-a-tenant-0123456789';

describe.skipIf(process.platform === 'win32')('what the server keeps', () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-private-'));
  });
  afterAll(async () => rm(dataDir, { recursive: true, force: true }));

  /** The secret, the databases with what SQLite puts beside them, and the folders that they are in. */
  const guarded = async (): Promise<string[]> => {
    const files = (await readdir(dataDir, { recursive: true })).filter((name) => /(^|\/)secret$|sqlite/.test(name));
    const paths = files.map((name) => join(dataDir, name));
    return [dataDir, ...new Set(paths.flatMap((path) => [path, join(path, '..')]))];
  };
  const openToOthers = async (): Promise<string[]> => {
    const paths = await guarded();
    const modes = await Promise.all(paths.map(async (path) => (await stat(path)).mode));
    return paths.filter((_, index) => (modes[index]! & 0o077) !== 0);
  };
  const start = () => testGateway({ dataDir, apiKeys: [{ key: TENANT_KEY, name: 'one', tenant: 'one' }] });

  it('is for its owner only, of every tenant, from the first moment', async () => {
    await chmod(dataDir, 0o755);
    const gateway = await start();
    await gateway.data('mutation { createCollection(name: "c") { name } }');
    await gateway.upload(await plainPicture('red'));
    expect((await guarded()).length).toBeGreaterThan(8);
    expect(await openToOthers()).toEqual([]);
    await gateway.close({ keepData: true });
  });

  it('is closed to others again at the next start, and still there', async () => {
    for (const path of await guarded()) await chmod(path, (await stat(path)).isDirectory() ? 0o755 : 0o644);
    const gateway = await start();
    expect(await openToOthers()).toEqual([]);
    expect(await gateway.data('{ collection(name: "c") { name } }')).toEqual({ collection: { name: 'c' } });
    await gateway.close({ keepData: true });
  });

  it('and when its secret is damaged, the start says so in words', async () => {
    await writeFile(join(dataDir, 'secret'), 'short');
    await expect(start()).rejects.toMatchObject({ name: 'ConfigError', message: expect.stringContaining('"secret"') });
  });
});
