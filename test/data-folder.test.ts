import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { questions } from './fixtures/data-folder-questions.ts';
import { testGateway, type TestGateway } from './gateway.ts';
import { twoModels, type TwoModels } from './two-models.ts';

/** Written by version 0.1 (commit 36b36c3) by the script beside it, with what that version answers about it. */
const FIXTURE = fileURLToPath(new URL('fixtures/data-folder-0.1/', import.meta.url));

/** Events are still to be sent, to a port that nothing listens on. */
const moderation = { webhookUrl: 'http://127.0.0.1:9/', webhookSecret: 'secret of the events' };

interface Page {
  readonly nodes: readonly { readonly id: string; readonly action: string }[];
}

/** The bundled model is another one since then: pictures that it saw are found by their hashes alone. */
function asNow(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  if (name === 'comparesByVector') return false;
  return name === 'hashOnlyCount' ? this['count'] : value;
}

describe('a data folder of version 0.1', () => {
  let folder: string;
  let models: TwoModels;
  let gateway: TestGateway;
  let answers: Readonly<Record<string, unknown>>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'clipgraph-folder-'));
    await cp(join(FIXTURE, 'folder'), folder, { recursive: true });
    answers = JSON.parse(await readFile(join(FIXTURE, 'answers.json'), 'utf8'), asNow) as Record<string, unknown>;
    models = await twoModels();
    gateway = await testGateway({ dataDir: folder, modelsDir: models.modelsDir, models: ['first', 'second'], moderation });
  });
  afterAll(async () => {
    await gateway?.close({ keepData: true });
    await models.dispose();
    await rm(folder, { recursive: true });
  });

  it.each(Object.keys(questions))('gives the same answer about %s', async (name) => {
    expect(await gateway.data(questions[name]!)).toEqual(answers[name]);
  });

  it('holds something of everything that is asked about', () => {
    const lists = Object.values(answers).map((answer) => Object.values(answer as object)[0] as readonly unknown[] | Page | object);
    const sizes = lists.map((list) => Object.keys('nodes' in list ? list.nodes : list).length);
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  it('goes on being written to, and keeps that over a restart', async () => {
    const { reviewQueue } = await gateway.data<{ reviewQueue: Page }>(questions['queue']!);
    const { id } = reviewQueue.nodes[0]!;
    await gateway.data('mutation ($id: ID!) { resolveReview(verdict: $id, action: ALLOW, note: "later") { id } }', { id });
    const rules = [{ name: 'all', describes: ['thing'], threshold: 0, action: 'BLOCK' }];
    const save = 'mutation ($input: PolicyInput!) { savePolicy(input: $input) { version } }';
    // The same as before is the version that there is.
    expect(await gateway.data(save, { input: { name: 'strict', rules } })).toEqual({ savePolicy: { version: 1 } });
    const changed = rules.map((rule) => ({ ...rule, threshold: 0.25 }));
    expect(await gateway.data(save, { input: { name: 'strict', rules: changed } })).toEqual({ savePolicy: { version: 2 } });
    await gateway.restart();
    const { verdicts } = await gateway.data<{ verdicts: Page }>(questions['resolved']!);
    expect(verdicts.nodes.map((verdict) => verdict.id)).toContain(id);
    expect(await gateway.data('{ policies(name: "strict") { version active } }')).toEqual({
      policies: [
        { version: 2, active: false },
        { version: 1, active: true },
      ],
    });
  });

  it('is a file of this version afterwards, with indexes of the kinds that are filtered', async () => {
    await gateway.close({ keepData: true });
    const file = new DatabaseSync(join(folder, 'documents', 'documents.sqlite'), { readOnly: true });
    const kinds = file.prepare('SELECT kind FROM indexed_kinds').all();
    file.close();
    expect(kinds.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['verdict', 'open-review', 'resolved-review', 'policy']));
    gateway = await testGateway({ dataDir: folder, modelsDir: models.modelsDir, models: ['first', 'second'], moderation });
  });
});
