import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { capturedLog } from './captured-log.ts';
import { fakePlugin } from './fake-plugin.ts';
import { testGateway, type TestGateway } from './gateway.ts';
import { plainPicture } from './pictures.ts';

/** One list for each kind of document, with the names that it shows. */
const LISTS: readonly (readonly [query: string, before: number, after: number])[] = [
  ['{ verdicts(first: 10) { nodes { id } } }', 4, 3],
  ['{ reviewQueue(first: 10) { nodes { id } } }', 4, 3],
  ['{ policies { name } }', 2, 1],
  ['{ blocklists { name } }', 2, 1],
  ['{ classifiers { name } }', 2, 1],
  ['{ vocabularies { name } }', 2, 1],
];
const KINDS = ['verdict', 'policy', 'blocklist', 'classifier', 'vocabulary'];

describe('one stored document of each kind that this version cannot read', () => {
  const log = capturedLog();
  let dataDir: string;
  let gateway: TestGateway;
  let picture: Buffer;
  let before: number[];
  const open = (): Promise<TestGateway> => testGateway({ dataDir, logger: log.logger, parts: { encoders: [fakePlugin()] } });
  const moderate = (policy: string): Promise<Response> =>
    fetch(`${gateway.url}/moderate?policy=${policy}`, { method: 'POST', body: picture as Buffer<ArrayBuffer> });
  const counts = async (): Promise<number[]> => {
    const found = await Promise.all(LISTS.map(([query]) => gateway.data<Record<string, unknown[] | { nodes: unknown[] }>>(query)));
    return found.map((data) => Object.values(data)[0]!).map((list) => ('nodes' in list ? list.nodes : list).length);
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-unreadable-'));
    picture = Buffer.from(await plainPicture('red'));
    gateway = await open();
    for (const name of ['p', 'q']) {
      const rule = '{ name: "r", describes: ["red"], threshold: 0, action: REVIEW }';
      await gateway.data(`mutation { savePolicy(input: { name: "${name}", rules: [${rule}] }) { version } }`);
      await gateway.data(`mutation { createBlocklist(name: "${name}") { name } }`);
      await gateway.data(`mutation { saveClassifier(input: { name: "${name}", classes: [{ name: "red" }, { name: "blue" }] }) { name } }`);
      await gateway.data(`mutation { saveVocabulary(name: "${name}", words: ["red"]) { name } }`);
    }
    for (let i = 0; i < 4; i++) await moderate('p');
    before = await counts();
    await gateway.close({ keepData: true });
    const db = new DatabaseSync(join(dataDir, 'documents', 'documents.sqlite'));
    for (const kind of KINDS) {
      const { id } = db.prepare('SELECT id FROM documents WHERE kind = ? ORDER BY id LIMIT 1').get(kind) as { id: string };
      db.prepare(`UPDATE documents SET document = json_set(document, '$."$version"', 99) WHERE kind = ? AND id = ?`).run(kind, id);
    }
    db.close();
    gateway = await open();
  });
  afterAll(() => gateway.close());

  it('is left out of the lists, and the others are served', async () => {
    expect(before).toEqual(LISTS.map(([, whole]) => whole));
    expect(await counts()).toEqual(LISTS.map(([, , after]) => after));
    const lines = (await (await fetch(`${gateway.url}/moderation/verdicts`)).text()).trim().split('\n');
    expect(lines).toHaveLength(3);
  });

  it('is told of once, by kind and id, and counted', async () => {
    await counts();
    await counts();
    const told = log.errors() as readonly { kind: string; id: string; msg: string }[];
    expect(told.map(({ kind }) => kind).toSorted()).toEqual(KINDS.toSorted());
    expect(told).toContainEqual(
      expect.objectContaining({ kind: 'policy', id: 'p/000000001', msg: 'a stored document cannot be read and is left out' }),
    );
    expect(await (await fetch(`${gateway.url}/metrics`)).text()).toContain('clipgraph_unreadable_documents_total{kind="verdict"} 1');
  });

  it('is an error where it is asked for by name, and what is wrong without it', async () => {
    for (const query of ['{ policy(name: "p") { name } }', '{ classifier(name: "p") { name } }', '{ blocklist(name: "p") { name } }']) {
      expect((await gateway.query(query)).errors).toMatchObject([
        { extensions: { code: 'UNSUPPORTED' }, message: expect.stringContaining('has version 99') as unknown },
      ]);
    }
    expect((await moderate('p')).status).toBe(422);
    expect((await moderate('q')).status).toBe(200);
  });
});

describe('a migration that this version cannot read', () => {
  it('stops the start in words, for its collection would be taken for other vectors', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-unreadable-'));
    const parts = { encoders: [fakePlugin()] };
    await (await testGateway({ dataDir, parts })).close({ keepData: true });
    const db = new DatabaseSync(join(dataDir, 'documents', 'documents.sqlite'));
    db.prepare('INSERT INTO documents (kind, id, document) VALUES (?, ?, ?)').run('migration', 'shop', '{"$version":2}');
    db.close();
    await expect(testGateway({ dataDir, parts })).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/The stored migration shop has version 2.*restore the documents/) as unknown,
    });
    await rm(dataDir, { recursive: true });
  });
});
