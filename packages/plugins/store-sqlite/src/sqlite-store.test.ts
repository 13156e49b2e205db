import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { testVectorStore } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';

testVectorStore('sqliteStore', async () => {
  const path = await mkdtemp(join(tmpdir(), 'clipgraph-store-'));
  // Meaning, not loss of power, which the writer below is about: hundreds of waits for the disk less.
  const reopen = () => sqliteStore({ path, synchronous: 'normal' });
  return { store: await reopen(), reopen, dispose: () => rm(path, { recursive: true }) };
});

const SPEC = { name: 'pictures', fingerprint: 'f', model: 'm', dimensions: 2 };
const UNIT = Float32Array.of(1, 0);
/** Writes batches into a store until it is stopped, and tells of each one that was acknowledged. */
const WRITER = fileURLToPath(new URL('testing/writer.ts', import.meta.url));
const FROM_SOURCE = ['--conditions=clipgraph-source', '--disable-warning=ExperimentalWarning'];

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'clipgraph-store-'));
});
afterEach(() => rm(path, { recursive: true }));

describe('sqliteStore on its folder', () => {
  it('makes the folder, and the ones above it', async () => {
    const store = await sqliteStore({ path: join(path, 'a', 'b') });
    await expect(store.health()).resolves.toBeUndefined();
    await store.close();
  });

  it('refuses a second store at once, and lets it in after the first one closed', async () => {
    const first = await sqliteStore({ path });
    const refusal = { name: 'PluginError', code: 'UNAVAILABLE', message: 'The store is in use by another process' };
    await expect(sqliteStore({ path })).rejects.toMatchObject(refusal);
    const other = promisify(execFile)(process.execPath, [...FROM_SOURCE, WRITER, path]);
    await expect(other).rejects.toMatchObject({ stderr: expect.stringContaining(refusal.message) as string });
    await first.createCollection(SPEC);
    await first.close();
    const second = await sqliteStore({ path });
    expect(await second.collections()).toHaveLength(1);
    await second.close();
  });

  it('keeps every acknowledged record when its process is killed', async () => {
    const child = fork(WRITER, [path], { execArgv: FROM_SOURCE });
    let acknowledged = 0;
    child.on('message', (count: number) => {
      acknowledged = count;
      if (count >= 2000) child.kill('SIGKILL');
    });
    await once(child, 'exit');
    expect(acknowledged).toBeGreaterThanOrEqual(2000);
    const store = await sqliteStore({ path });
    // Whole batches of 50 only, and at most one whose acknowledgement was still under way for each that was told.
    const count = await store.count('pictures');
    expect(count).toBeGreaterThanOrEqual(acknowledged);
    expect(count % 50).toBe(0);
    const keys = Array.from({ length: acknowledged }, (_, i) => `k${i}`);
    expect((await store.get('pictures', keys)).filter((record) => record === undefined)).toEqual([]);
    const { matched } = await store.search('pictures', 'f', { vector: UNIT, target: 'image', limit: 1 });
    expect(matched).toBe(count);
    await store.close();
  });

  it('acknowledges nothing that did not fit on the disk, says so, and keeps the rest', async () => {
    // The shell's limit on the size of a file stands for the full disk: SQLite sees the same failed write.
    const limited = promisify(execFile)('/bin/sh', [
      '-c',
      'ulimit -f 2000; exec "$0" "$@"',
      process.execPath,
      ...FROM_SOURCE,
      WRITER,
      path,
      '10000000',
    ]);
    const { stdout, stderr } = await limited.catch((error: { stdout: string; stderr: string }) => error);
    expect(stderr).toMatch(/UNAVAILABLE (There is no space left for the store|The store's files cannot be read or written)/);
    const acknowledged = Number(stdout.trim().split('\n').at(-1));
    expect(acknowledged).toBeGreaterThan(0);
    const store = await sqliteStore({ path });
    expect(await store.count('pictures')).toBe(acknowledged);
    await store.close();
  });
});

describe('sqliteStore on files it cannot use', () => {
  const file = (): string => join(path, 'store.sqlite');

  it('refuses a file that is no database', async () => {
    await writeFile(file(), 'no database at all\n'.repeat(1000));
    const refusal = { code: 'UNAVAILABLE', message: "The store's database file is not a database" };
    await expect(sqliteStore({ path })).rejects.toMatchObject(refusal);
    expect(await readFile(file(), 'utf8')).toMatch(/^no database/);
  });

  it('refuses a database of another application and leaves it as it is', async () => {
    const foreign = new DatabaseSync(file());
    foreign.exec('CREATE TABLE records (mine TEXT)');
    foreign.close();
    const before = await readFile(file());
    const refusal = { code: 'UNSUPPORTED', message: "The store's database file belongs to another application" };
    await expect(sqliteStore({ path })).rejects.toMatchObject(refusal);
    expect(await readFile(file())).toEqual(before);
  });

  it('refuses a database of a newer version', async () => {
    await (await sqliteStore({ path })).close();
    const newer = new DatabaseSync(file());
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    await expect(sqliteStore({ path })).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringContaining('999') as string });
  });

  it('brings a database of the first version up to date, words and all', async () => {
    const before = await sqliteStore({ path });
    await before.createCollection(SPEC);
    await before.createCollection({ ...SPEC, name: 'empty' });
    const asset = (key: string, text: string) => ({ key, text, payload: { title: 'Öl' }, vectors: { image: UNIT } });
    await before.upsert('pictures', 'f', [asset('a', 'a red boat'), asset('b', 'a blue boat')]);
    await before.close();
    const first = new DatabaseSync(file());
    first.exec(`
      DROP TABLE words_1; DROP TABLE words_2; DROP TABLE tiles; ALTER TABLE collections DROP COLUMN crops; PRAGMA user_version = 1;
    `);
    first.close();

    const store = await sqliteStore({ path });
    const find = (text: string) => store.words.search('pictures', { text, limit: 9 });
    expect(await find('red')).toEqual(['a']);
    expect(await find('OL')).toEqual(['a', 'b']);
    await store.upsert('pictures', 'f', [asset('a', 'a green boat')]);
    expect(await find('red')).toEqual([]);
    await store.upsert('empty', 'f', [asset('c', 'a red boat')]);
    expect(await store.words.search('empty', { text: 'red', limit: 9 })).toEqual(['c']);
    await store.close();
  });

  it('refuses a damaged database', async () => {
    const store = await sqliteStore({ path });
    await store.createCollection(SPEC);
    await store.upsert(
      'pictures',
      'f',
      Array.from({ length: 2000 }, (_, i) => ({ key: `k${i}`, payload: { i }, vectors: { image: UNIT } })),
    );
    await store.close();
    const bytes = await readFile(file());
    await writeFile(file(), bytes.fill(0xa5, 16_384, bytes.length - 16_384));
    await expect(sqliteStore({ path })).rejects.toMatchObject({
      name: 'PluginError',
      code: 'UNAVAILABLE',
      message: "The store's database file is damaged",
    });
  });

  it('refuses vectors that are not of their collection', async () => {
    const store = await sqliteStore({ path });
    await store.createCollection(SPEC);
    await store.upsert('pictures', 'f', [{ key: 'a', payload: {}, vectors: { image: UNIT } }]);
    await store.close();
    const database = new DatabaseSync(file());
    database.exec("UPDATE records SET image_vector = x'0000803f'");
    database.close();
    await expect(sqliteStore({ path })).rejects.toMatchObject({ code: 'UNAVAILABLE', message: "The store's database file is damaged" });
  });

  it('refuses a path that is no folder, without telling it', async () => {
    await writeFile(join(path, 'file'), '');
    await mkdir(join(path, 'folder', 'store.sqlite'), { recursive: true });
    for (const name of ['file', 'folder']) {
      const error = await sqliteStore({ path: join(path, name) }).catch((error: unknown) => error);
      expect(error).toMatchObject({ name: 'PluginError', code: 'UNAVAILABLE' });
      expect((error as Error).message).not.toContain(path);
    }
  });
});
