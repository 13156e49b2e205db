import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

import { type Condition, type Filter, matchesFilter } from '@clipgraph/contracts';
import { testDocumentStore } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openSqliteDocuments } from './open-sqlite-documents.ts';

testDocumentStore('openSqliteDocuments', async () => {
  const path = await mkdtemp(join(tmpdir(), 'clipgraph-documents-'));
  const reopen = () => openSqliteDocuments({ path });
  return { documents: await reopen(), reopen, dispose: () => rm(path, { recursive: true }) };
});

/** Inserts documents until it is stopped, and tells of each one that was acknowledged. */
const WRITER = fileURLToPath(new URL('testing/writer.ts', import.meta.url));
const FROM_SOURCE = ['--conditions=clipgraph-source', '--disable-warning=ExperimentalWarning'];

let path: string;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'clipgraph-documents-'));
});
afterEach(() => rm(path, { recursive: true }));

describe('openSqliteDocuments on its folder', () => {
  it('refuses a second store at once, and lets it in after the first one closed', async () => {
    const first = await openSqliteDocuments({ path: join(path, 'a', 'b') });
    const refusal = { name: 'PluginError', code: 'UNAVAILABLE', message: 'The documents are in use by another process.' };
    await expect(openSqliteDocuments({ path: join(path, 'a', 'b') })).rejects.toMatchObject(refusal);
    await first.put('things', 'a', {});
    await first.close();
    const second = await openSqliteDocuments({ path: join(path, 'a', 'b') });
    expect(await second.count('things')).toBe(1);
    await second.close();
  });

  it('keeps every acknowledged document when its process is killed', async () => {
    const child = fork(WRITER, [path], { execArgv: FROM_SOURCE });
    let acknowledged = 0;
    child.on('message', (count: number) => {
      acknowledged = count;
      if (count >= 200) child.kill('SIGKILL');
    });
    await once(child, 'exit');
    expect(acknowledged).toBeGreaterThanOrEqual(200);
    const documents = await openSqliteDocuments({ path });
    for (let i = 0; i < acknowledged; i++) expect(await documents.get('things', `k${i}`)).toEqual({ i });
    await documents.close();
  });

  it('answers a long list that was asked for before it closed', async () => {
    const documents = await openSqliteDocuments({ path });
    await documents.insert(
      'things',
      Array.from({ length: 2000 }, (_, i) => ({ id: `k${i}`, document: { i } })),
    );
    const filter = { must: [{ kind: 'range', field: 'i', range: { gte: 0 } }] } as const;
    const [list, count] = [documents.list('things', { filter, limit: 5000 }), documents.count('things', filter)];
    await documents.close();
    expect(await list).toHaveLength(2000);
    expect(await count).toBe(2000);
  });

  it('refuses more calls than may wait', async () => {
    const documents = await openSqliteDocuments({ path, maxPendingCalls: 3 });
    const calls = await Promise.allSettled(Array.from({ length: 5 }, (_, i) => documents.put('things', `k${i}`, {})));
    expect(calls.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
    expect(calls[3]).toMatchObject({ reason: { code: 'OVERLOADED', retryAfterMs: 1000 } });
    await documents.close();
  });
});

describe('openSqliteDocuments on a file of the version before', () => {
  it('completes its indexes, declared again or not, and keeps them from then on', async () => {
    await copyFile(new URL('../fixtures/schema-2/documents.sqlite', import.meta.url), join(path, 'documents.sqlite'));
    const match = (field: string, ...anyOf: (string | number | boolean)[]): Condition => ({ kind: 'match', field, anyOf });
    const filters: Filter[] = [
      ...['sea', 'sky', 'snow', true, 7, 'half \ud800'].map((tag) => ({ must: [match('tags', tag)] })),
      { must: [match('tags', 'sea', 'snow', 7)] },
      { should: [match('tags', 'sea'), match('colour', 'red')] },
      { must: [match('tags', 'sea'), match('colour', 'red', 'blue'), match('size', 0)] },
      { must: [match('colour', 'red')], mustNot: [match('tags', 'sea', true)] },
    ];
    for (let opened = 0; opened < 2; opened++) {
      const documents = await openSqliteDocuments({ path });
      const all = await documents.list('photo', { limit: 100 });
      expect(all).toHaveLength(60 + opened);
      for (const filter of filters) {
        const passing = all.filter(({ id, document }) => matchesFilter(filter, { key: id, payload: document }));
        expect(await documents.list('photo', { filter, limit: 100 })).toEqual(passing);
        expect(await documents.count('photo', filter)).toBe(passing.length);
      }
      await documents.put('photo', 'p03', { colour: 'red', size: 0, tags: ['sky', 'sea'] });
      await documents.put('photo', 'p99', { colour: 'red', size: 0, tags: ['sea', true] });
      await documents.close();
    }
  });
});

describe('openSqliteDocuments on files it cannot use', () => {
  const file = (): string => join(path, 'documents.sqlite');

  it('refuses a file that is no database', async () => {
    await writeFile(file(), 'no database at all\n'.repeat(1000));
    await expect(openSqliteDocuments({ path })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: "The documents' file is not a database.",
    });
    expect(await readFile(file(), 'utf8')).toMatch(/^no database/);
  });

  it('refuses a database of another application and leaves it as it is', async () => {
    const foreign = new DatabaseSync(file());
    foreign.exec('CREATE TABLE documents (mine TEXT)');
    foreign.close();
    const before = await readFile(file());
    await expect(openSqliteDocuments({ path })).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    expect(await readFile(file())).toEqual(before);
  });

  it('refuses a database of a newer version', async () => {
    await (await openSqliteDocuments({ path })).close();
    const newer = new DatabaseSync(file());
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    await expect(openSqliteDocuments({ path })).rejects.toMatchObject({
      code: 'UNSUPPORTED',
      message: expect.stringContaining('999') as string,
    });
  });

  it('refuses a path that is no folder, without telling it', async () => {
    await writeFile(join(path, 'file'), '');
    await mkdir(join(path, 'folder', 'documents.sqlite'), { recursive: true });
    for (const name of ['file', 'folder']) {
      const error = await openSqliteDocuments({ path: join(path, name) }).catch((error: unknown) => error);
      expect(error).toMatchObject({ name: 'PluginError', code: 'UNAVAILABLE' });
      expect((error as Error).message).not.toContain(path);
    }
  });
});
