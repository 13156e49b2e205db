import { readFile } from 'node:fs/promises';

import { clipgraph, isClipgraphError } from '@clipgraph/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const KEYS = { acme: 'key-of-acme-0123456789', bravo: 'key-of-bravo-0123456789' };
const BATCH = 64;
const SAVE = 'mutation ($input: PolicyInput!) { savePolicy(input: $input) { id } }';
const MODERATE = `mutation ($images: [ImageInput!]!, $policy: String!) {
  moderate(images: $images, policy: $policy) { ... on ModerationVerdict { id } }
}`;
const RESOLVE = 'mutation ($id: ID!, $note: String) { resolveReview(verdict: $id, action: ALLOW, note: $note) { id } }';

interface Line {
  id: string;
  action: string;
  decidedAt: string;
  keyName: string;
  policy: { name: string; version: number };
  scores: { rule: string; passed: boolean; probability: number }[];
  review: { state: string; note: string | null } | null;
}

describe('the verdicts of a server, as a file', () => {
  let gateway: TestGateway;
  /** Of all verdicts in the order in which they were made. */
  const ids: string[] = [];
  let resolved: string;
  const NOTE = '=HYPERLINK("http://example.com", "see")\nline 2';

  const ask = (search: string, key = KEYS.acme): Promise<Response> =>
    fetch(`${gateway.url}/moderation/verdicts${search}`, { headers: { authorization: `Bearer ${key}` } });
  const lines = async (search: string): Promise<Line[]> =>
    (await (await ask(search)).text())
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line);

  beforeAll(async () => {
    gateway = await testGateway({
      apiKeys: [
        { key: KEYS.acme, name: 'web', tenant: 'acme' },
        { key: KEYS.bravo, name: 'web', tenant: 'bravo' },
      ],
    });
    const always = { describes: ['photo'], threshold: 0 };
    const policies = {
      forum: [
        { ...always, name: '-1+1', action: 'REVIEW' },
        { ...always, name: 'on trial', action: 'BLOCK', shadow: true },
      ],
      shop: [
        { ...always, name: 'everything', action: 'BLOCK' },
        { ...always, name: 'once more; "twice"', action: 'BLUR' },
      ],
    };
    for (const [name, rules] of Object.entries(policies)) await gateway.data(SAVE, { input: { name, rules } });
    const images = Array.from({ length: BATCH }, () => ({}));
    const image = { base64: base64(await plainPicture('#ff7700')) };
    for (const policy of ['forum', 'shop', 'forum', 'shop', 'shop']) {
      const { moderate } = await gateway.data<{ moderate: { id: string }[] }>(MODERATE, { images: images.map(() => image), policy });
      ids.push(...moderate.map(({ id }) => id));
    }
    resolved = ids[3]!;
    await gateway.data(RESOLVE, { id: resolved, note: NOTE });
  });
  afterAll(async () => gateway.close());

  it('has every one of them once, newest first, with its scores and its review', async () => {
    const response = await ask('');
    expect(response.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="verdicts.ndjson"');
    const verdicts = await lines('');
    expect(verdicts.map(({ id }) => id)).toEqual(ids.toReversed());
    expect(verdicts[0]).toMatchObject({
      action: 'BLOCK',
      policy: { name: 'shop', version: 1 },
      keyName: 'web',
      scores: [
        { rule: 'everything', passed: true },
        { rule: 'once more; "twice"', passed: true },
      ],
      review: null,
    });
    expect(verdicts.find(({ id }) => id === resolved)!.review).toMatchObject({ state: 'RESOLVED', note: NOTE });
  });

  it('has those that a filter lets pass', async () => {
    const ofForum = [...ids.slice(0, BATCH), ...ids.slice(2 * BATCH, 3 * BATCH)].toReversed();
    const idsOf = async (search: string): Promise<string[]> => (await lines(search)).map(({ id }) => id);
    expect(await idsOf('?format=ndjson&policy=forum')).toEqual(ofForum);
    expect(await idsOf('?actions=REVIEW,ALLOW')).toEqual(ofForum);
    expect(await idsOf('?rule=on%20trial&shadow=true&version=1')).toEqual(ofForum);
    expect(await idsOf('?rule=on%20trial&shadow=false')).toEqual([]);
    expect(await idsOf('?review=RESOLVED')).toEqual([resolved]);
    expect(await idsOf('?review=OPEN')).toEqual(ofForum.filter((id) => id !== resolved));
    expect(await idsOf('?keyName=other')).toEqual([]);
    const [{ decidedAt }] = (await lines('?policy=forum')) as [Line];
    const newer = await lines(`?from=${decidedAt}`);
    const older = await lines(`?to=${decidedAt}`);
    expect([...newer, ...older].map(({ id }) => id)).toEqual(ids.toReversed());
    expect(newer.every((one) => one.decidedAt >= decidedAt) && older.every((one) => one.decidedAt < decidedAt)).toBe(true);
    expect(newer.map(({ id }) => id)).toEqual(expect.arrayContaining(ids.slice(3 * BATCH)));
  });

  it('is empty where nothing passes, and for another tenant', async () => {
    expect(await (await ask('?policy=none')).text()).toBe('');
    expect(await (await ask('', KEYS.bravo)).text()).toBe('');
  });

  it('answers the address that the documentation gives', async () => {
    const page = await readFile(new URL('../docs/moderation.md', import.meta.url), 'utf8');
    const search = /\/moderation\/verdicts(\?[^']+)'/.exec(page)![1]!;
    await gateway.data(SAVE, {
      input: { name: 'marketplace', rules: [{ name: 'any', describes: ['photo'], threshold: 0, action: 'BLOCK' }] },
    });
    const image = { base64: base64(await plainPicture('#0077ff')) };
    const { moderate } = await gateway.data<{ moderate: { id: string }[] }>(MODERATE, { images: [image], policy: 'marketplace' });
    ids.push(moderate[0]!.id);
    expect((await lines(search)).map(({ id }) => id)).toEqual([moderate[0]!.id]);
  });

  it.each([
    ['format=xml', 'format must be ndjson'],
    ['format=csv', 'clipgraph verdicts export'],
    ['format=ndjson&format=ndjson', 'format must be ndjson'],
    ['policy=a&policy=b', 'policy is given twice.'],
    ['since=2026-01-01T00:00:00Z', 'There are these parameters: format, policy, version,'],
    ['__proto__=1', 'There are these parameters'],
    ['from=yesterday', 'filter.from'],
    ['version=x', 'filter.version'],
    ['actions=DELETE', 'filter.actions'],
    ['actions=', 'filter.actions'],
    ['shadow=maybe', 'filter.shadow'],
    ['review=LATER', 'filter.review'],
  ])('is refused with what is wrong: %s', async (search, message) => {
    const response = await ask(`?${search}`);
    expect(response.status).toBe(400);
    expect(((await response.json()) as { error: { message: string } }).error.message).toContain(message);
  });

  it('is left in the middle without harm, and read through the client', async () => {
    const client = clipgraph({ url: gateway.url, apiKey: KEYS.acme });
    for await (const chunk of client.exportVerdicts()) {
      expect(chunk.length).toBeGreaterThan(0);
      break;
    }
    const gone = new AbortController();
    const read = async (): Promise<void> => {
      for await (const chunk of client.exportVerdicts({}, { signal: gone.signal })) {
        expect(chunk.length).toBeGreaterThan(0);
        gone.abort(new Error('enough'));
      }
    };
    await expect(read()).rejects.toThrow('enough');

    const chunks: Uint8Array[] = [];
    for await (const chunk of client.exportVerdicts({ filter: { policy: 'forum', actions: ['REVIEW'] } })) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString().trimEnd().split('\n')).toHaveLength(2 * BATCH);
    const refused = await client
      .exportVerdicts({ filter: { from: 'yesterday' } })
      .next()
      .catch((error: unknown) => error);
    expect(isClipgraphError(refused) && refused.message).toContain('filter.from');
  });
});
