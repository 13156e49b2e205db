import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, pictures, plainPicture, type Picture } from './pictures.ts';

interface Finding {
  rule: string;
  probability: number;
  passed: boolean;
  closest: string;
}
interface Verdict {
  __typename: string;
  id: string;
  action: string;
  contentHash: string;
  assetId: string | null;
  findings: Finding[];
  scores: Finding[];
  policy: { name: string; version: number };
  code?: string;
}

const MODERATE = `mutation ($images: [ImageInput!]!, $policy: String!, $version: Int) {
  moderate(images: $images, policy: $policy, version: $version) {
    __typename
    ... on ModerationVerdict {
      id action contentHash assetId policy { name version }
      findings { rule probability passed closest } scores { rule probability passed closest }
    }
    ... on InputError { code message }
  }
}`;
const SAVE = 'mutation ($input: PolicyInput!) { savePolicy(input: $input) { id version active } }';

function pageOf(name: string): Promise<string> {
  return readFile(new URL(`../docs/${name}`, import.meta.url), 'utf8');
}

/** The operations of a page of documentation, by their names, with the variables that follow them. */
async function examplesOf(page: string): Promise<Map<string, { query: string; variables: Record<string, unknown> }>> {
  const examples = [...(await pageOf(page)).matchAll(/```graphql\n([\s\S]*?)```(?:\s*```json\n([\s\S]*?)```)?/g)];
  return new Map(
    examples.map(([, query = '', variables = '{}']) => [
      /^(?:query|mutation) (\w+)/.exec(query)?.[1] ?? '',
      { query, variables: JSON.parse(variables) as Record<string, unknown> },
    ]),
  );
}

describe('moderation, over HTTP', () => {
  let gateway: TestGateway;
  let photos: Picture[];
  let orange: Uint8Array;
  const moderate = async (images: object[], policy: string, version?: number): Promise<Verdict[]> =>
    (await gateway.data<{ moderate: Verdict[] }>(MODERATE, { images, policy, version })).moderate;
  const known = (): Picture => photos[0]!;

  beforeAll(async () => {
    // Drawn before the server starts: it forbids its process to load SVG, which scenes are made of.
    photos = await pictures(6, 300);
    orange = await plainPicture('#ff7700');
    gateway = await testGateway();
    const rules = [
      { name: 'known picture', describes: [], examples: [{ base64: base64(known().bytes) }], action: 'BLOCK' },
      { name: 'anything', describes: ['drawing', 'photo'], unlike: ['page of text'], threshold: 0, action: 'REVIEW' },
      { name: 'trial', describes: ['dog'], threshold: 0, action: 'BLOCK', shadow: true },
    ];
    await gateway.data(SAVE, { input: { name: 'forum', rules } });
  });
  afterAll(async () => gateway.close());

  it('finds an example again, and scores every rule of every image', async () => {
    const verdicts = await moderate(
      photos.map(({ bytes }) => ({ base64: base64(bytes) })),
      'forum',
    );
    expect(verdicts.map(({ __typename }) => __typename)).toEqual(photos.map(() => 'ModerationVerdict'));
    expect(verdicts[0]).toMatchObject({ action: 'BLOCK', policy: { name: 'forum', version: 1 } });
    expect(verdicts[0]!.findings[0]).toMatchObject({ rule: 'known picture', closest: 'examples[0]' });
    expect(verdicts[0]!.findings[0]!.probability).toBeGreaterThan(0.9);
    for (const [index, { scores, contentHash }] of verdicts.entries()) {
      expect(scores.map(({ rule }) => rule)).toEqual(['known picture', 'anything', 'trial']);
      for (const { probability } of scores) expect(probability >= 0 && probability <= 1).toBe(true);
      expect(['drawing', 'photo']).toContain(scores[1]!.closest);
      expect(contentHash).toBe(createHash('sha256').update(photos[index]!.bytes).digest('hex'));
    }
  });

  it('says the same of the same image, alone, in a batch and after a restart', async () => {
    const image = { base64: base64(orange) };
    const [alone] = await moderate([image], 'forum');
    const batch = await moderate([...photos.slice(0, 3).map(({ bytes }) => ({ base64: base64(bytes) })), image], 'forum');
    expect(batch.at(-1)!.scores).toEqual(alone!.scores);
    await gateway.restart();
    expect((await moderate([image], 'forum'))[0]!.scores).toEqual(alone!.scores);
    const { node } = await gateway.data<{ node: { action: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on ModerationVerdict { action } } }',
      { id: alone!.id },
    );
    expect(node.action).toBe(alone!.action);
  });

  it('makes the exceptions of a rule by the payload of the asset and by what comes with the image', async () => {
    const rule = {
      name: 'anything',
      describes: ['photo'],
      threshold: 0,
      action: 'BLOCK',
      except: [
        { filter: { must: [{ match: { field: 'asset.tags', value: 'museum' } }] } },
        { filter: { must: [{ range: { field: 'context.age', gte: 18 } }] }, action: 'BLUR' },
      ],
    };
    await gateway.data(SAVE, { input: { name: 'shop', rules: [rule] } });
    await gateway.data('mutation { createCollection(name: "shown") { name } }');
    const { indexAssets } = await gateway.data<{ indexAssets: { id: string }[] }>(
      'mutation ($assets: [AssetInput!]!) { indexAssets(collection: "shown", assets: $assets) { ... on Asset { id } } }',
      {
        assets: [
          { key: 'a', image: { base64: base64(orange) }, payload: { tags: ['old', 'museum'] } },
          { key: 'b', image: { base64: base64(orange) }, payload: { tags: ['new'] } },
        ],
      },
    );
    const moderate = `mutation ($images: [ImageInput!]!, $contexts: [JSONObject]) {
      moderate(images: $images, policy: "shop", contexts: $contexts) {
        ... on ModerationVerdict { id action findings { action exception { index insteadOf } } }
      }
    }`;
    const images = [{ assetId: indexAssets[0]!.id }, { assetId: indexAssets[1]!.id }, { base64: base64(orange) }];
    const { moderate: verdicts } = await gateway.data<{ moderate: Verdict[] }>(moderate, { images, contexts: [null, null, { age: 20 }] });
    expect(verdicts.map(({ action, findings }) => ({ action, findings }))).toEqual([
      { action: 'ALLOW', findings: [{ action: 'ALLOW', exception: { index: 0, insteadOf: 'BLOCK' } }] },
      { action: 'BLOCK', findings: [{ action: 'BLOCK', exception: null }] },
      { action: 'BLUR', findings: [{ action: 'BLUR', exception: { index: 1, insteadOf: 'BLOCK' } }] },
    ]);
    const hook = async (context: string): Promise<Response> =>
      fetch(`${gateway.url}/moderate?policy=shop&context=${encodeURIComponent(context)}`, { method: 'POST', body: Buffer.from(orange) });
    expect(await (await hook('{ "age": 18 }')).json()).toMatchObject({ action: 'BLUR', findings: [{ exception: { index: 1 } }] });
    expect(await (await hook('{ "age": 17 }')).json()).toMatchObject({ action: 'BLOCK' });
    for (const wrong of ['[]', 'x', '']) expect((await hook(wrong)).status).toBe(400);
  });

  it('takes images of assets and uploads, and answers bad ones in their place', async () => {
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
    const { indexAssets } = await gateway.data<{ indexAssets: { id: string }[] }>(
      'mutation ($assets: [AssetInput!]!) { indexAssets(collection: "photos", assets: $assets) { ... on Asset { id } } }',
      { assets: [{ key: 'a', image: { base64: base64(orange) } }] },
    );
    const assetId = indexAssets[0]!.id;
    const uploadId = await gateway.upload(orange);
    const cut = orange.subarray(0, orange.length / 2);
    const verdicts = await moderate([{ assetId }, { base64: base64(cut) }, { uploadId }, { url: 'http://127.0.0.1/x.png' }], 'forum');
    expect(verdicts.map(({ __typename, code }) => code ?? __typename)).toEqual([
      'ModerationVerdict',
      'CORRUPT',
      'ModerationVerdict',
      'FETCH_REFUSED',
    ]);
    expect(verdicts[0]!.assetId).toBe(assetId);
  });

  it('knows a picture of a blocklist again after it was resized, re-encoded and cut, also after a restart', async () => {
    await gateway.data('mutation { createBlocklist(name: "seen") { name } }');
    const add = `mutation ($pictures: [BlocklistPicture!]!) {
      addToBlocklist(blocklist: "seen", pictures: $pictures) { ... on BlocklistEntry { contentHash note } ... on InputError { code } }
    }`;
    const uploadId = await gateway.upload(known().bytes);
    const added = await gateway.data<{ addToBlocklist: object[] }>(add, {
      pictures: [{ image: { uploadId }, note: 'first seen in May' }, { image: { base64: base64(orange.subarray(0, 60)) } }],
    });
    const contentHash = createHash('sha256').update(known().bytes).digest('hex');
    expect(added.addToBlocklist).toEqual([{ contentHash, note: 'first seen in May' }, { code: 'CORRUPT' }]);
    await gateway.data(SAVE, { input: { name: 'gallery', rules: [{ name: 'seen', blocklist: { name: 'seen' }, action: 'BLOCK' }] } });
    await gateway.restart();

    const copies = await Promise.all([
      sharp(known().bytes).resize(128).jpeg().toBuffer(),
      sharp(known().bytes).jpeg({ quality: 30 }).toBuffer(),
      sharp(known().bytes).webp({ quality: 50 }).toBuffer(),
      sharp(known().bytes).extract({ left: 3, top: 3, width: 250, height: 250 }).png().toBuffer(),
    ]);
    const others = photos.slice(1).map(({ bytes }) => bytes);
    const moderate = `mutation ($images: [ImageInput!]!) {
      moderate(images: $images, policy: "gallery") {
        ... on ModerationVerdict { action findings { closest match { by cosine distance entry { note } } } }
      }
    }`;
    const images = [...copies, ...others].map((bytes) => ({ base64: base64(bytes) }));
    const { moderate: verdicts } = await gateway.data<{ moderate: { action: string; findings: object[] }[] }>(moderate, { images });
    expect(verdicts.map(({ action }) => action)).toEqual([...copies.map(() => 'BLOCK'), ...others.map(() => 'ALLOW')]);
    for (const { findings } of verdicts.slice(0, copies.length)) {
      expect(findings).toEqual([
        {
          closest: `seen/${contentHash}`,
          match: {
            by: expect.stringMatching(/^(VECTOR|PERCEPTUAL_HASH)$/),
            cosine: expect.any(Number),
            distance: expect.any(Number),
            entry: { note: 'first seen in May' },
          },
        },
      ]);
    }
  });

  it('holds images for review until a person decides', async () => {
    const queue = async (): Promise<string[]> =>
      (
        await gateway.data<{ reviewQueue: { nodes: { id: string }[] } }>('{ reviewQueue(first: 100) { nodes { id } } }')
      ).reviewQueue.nodes.map(({ id }) => id);
    const [verdict] = await moderate([{ base64: base64(orange) }], 'forum');
    expect(await queue()).toContain(verdict!.id);
    const resolve = 'mutation ($id: ID!) { resolveReview(verdict: $id, action: ALLOW, note: "fine") { review { state action note } } }';
    const { resolveReview } = await gateway.data<{ resolveReview: object }>(resolve, { id: verdict!.id });
    expect(resolveReview).toEqual({ review: { state: 'RESOLVED', action: 'ALLOW', note: 'fine' } });
    expect(await queue()).not.toContain(verdict!.id);
    expect((await gateway.query(resolve, { id: verdict!.id })).errors?.[0]?.extensions.code).toBe('CONFLICT');
  });

  it('answers one raw image with a verdict, for hooks', async () => {
    const hook = async (search: string, body: Uint8Array): Promise<{ status: number; answer: Record<string, unknown> }> => {
      const response = await fetch(`${gateway.url}/moderate${search}`, { method: 'POST', body: Buffer.from(body) });
      return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
    };
    const { status, answer } = await hook('?policy=forum', known().bytes);
    expect(status).toBe(200);
    expect(answer).toMatchObject({ action: 'BLOCK', policy: { name: 'forum', version: 1 }, contentHash: expect.any(String) });
    const recorded = await gateway.data<{ node: { action: string } }>(
      'query ($id: ID!) { node(id: $id) { ... on ModerationVerdict { action } } }',
      { id: answer['id'] },
    );
    expect(recorded.node.action).toBe('BLOCK');

    const cut = orange.subarray(0, orange.length / 2);
    const refused = [
      await hook('?policy=none', orange),
      await hook('?policy=forum&version=7', orange),
      await hook('?policy=forum&version=x', orange),
      await hook('', orange),
      await hook('?policy=forum', cut),
      await hook('?policy=forum', Buffer.from('%PDF-1.7 hello hello')),
      await hook('?policy=forum', new Uint8Array()),
    ];
    expect(refused.map(({ status, answer }) => [status, (answer['error'] as { code: string }).code])).toEqual([
      [404, 'NOT_FOUND'],
      [404, 'NOT_FOUND'],
      [400, 'INVALID'],
      [400, 'INVALID'],
      [400, 'CORRUPT'],
      [415, 'UNSUPPORTED_FORMAT'],
      [400, 'EMPTY'],
    ]);
  });

  it('does what its page of documentation shows', async () => {
    const examples = await examplesOf('moderation.md');
    expect([...examples.keys()]).toEqual([
      'Save',
      'Exceptions',
      'Telling',
      'Known',
      'Remember',
      'Copies',
      'Check',
      'Shadow',
      'Queue',
      'Resolve',
      'Trial',
      'Collection',
      'Reviews',
      'Activate',
    ]);
    // The page names uploads that its reader made.
    const uploads: Record<string, string> = { '<an upload>': await gateway.upload(known().bytes) };
    const run = async <Data>(name: string): Promise<Data> => {
      const { query, variables } = examples.get(name)!;
      const filled = Object.entries(uploads).reduce((json, [mark, id]) => json.replaceAll(mark, id), JSON.stringify(variables));
      return gateway.data<Data>(query, JSON.parse(filled) as Record<string, unknown>);
    };
    expect(await run('Save')).toMatchObject({ savePolicy: { version: 1, active: true } });
    expect(await run('Exceptions')).toMatchObject({ savePolicy: { rules: [{ except: [{ action: 'ALLOW' }, { action: 'BLUR' }] }] } });
    expect(await run('Telling')).toMatchObject({ moderate: [{ action: expect.any(String), findings: expect.any(Array) }] });
    expect(await run('Known')).toMatchObject({ createBlocklist: { name: 'known' } });
    expect(await run('Remember')).toMatchObject({ addToBlocklist: [{ note: expect.any(String), comparesByVector: true }] });
    expect(await run('Copies')).toMatchObject({ savePolicy: { rules: [{ blocklist: { name: 'known', maxDistance: 8 } }] } });
    const { moderate } = await run<{ moderate: Verdict[] }>('Check');
    expect(moderate[0]).toMatchObject({ action: expect.any(String), findings: expect.any(Array) });
    expect(await run('Shadow')).toMatchObject({ verdicts: { nodes: expect.any(Array) } });
    await run('Queue');
    const [waiting] = await moderateForReview();
    uploads['<a verdict>'] = waiting!.id;
    expect(await run('Resolve')).toMatchObject({ resolveReview: { review: { state: 'RESOLVED' } } });
    expect(await run('Trial')).toMatchObject({ backtestPolicy: { rules: [{ rule: 'weapons' }, { rule: 'toys' }] } });
    await gateway.data('mutation { createCollection(name: "judged") { name } }');
    expect(await run('Collection')).toMatchObject({ backtestPolicy: { count: 0, truncated: false } });
    const { backtestPolicy } = await run<{ backtestPolicy: { count: number; errors: unknown[]; actions: { expected: string }[] } }>(
      'Reviews',
    );
    expect(backtestPolicy.count).toBeGreaterThan(0);
    expect(backtestPolicy.errors).toEqual(backtestPolicy.errors.map(() => null));
    expect(backtestPolicy.actions.map(({ expected }) => expected)).toContain('ALLOW');
    expect(await run('Activate')).toMatchObject({ activatePolicy: { version: 1, active: true } });
  });

  const moderateForReview = (): Promise<Verdict[]> => moderate([{ base64: base64(orange) }], 'forum');
});

describe('a server that keeps verdicts for a time', () => {
  it('deletes older ones with their reviews at its start, and keeps the policies', async () => {
    // A second, in days.
    const gateway = await testGateway({ moderation: { verdictDays: 1 / 86_400 } });
    const kept = '{ verdicts { nodes { id } } reviewQueue { nodes { id } } policies { name } }';
    try {
      const rules = [{ name: 'anything', describes: ['photo'], threshold: 0, action: 'REVIEW' }];
      await gateway.data(SAVE, { input: { name: 'forum', rules } });
      const image = { base64: base64(await plainPicture('navy')) };
      const { moderate } = await gateway.data<{ moderate: Verdict[] }>(MODERATE, { images: [image], policy: 'forum' });
      const nodes = [{ id: moderate[0]!.id }];
      expect(await gateway.data(kept)).toEqual({ verdicts: { nodes }, reviewQueue: { nodes }, policies: [{ name: 'forum' }] });
      await new Promise((resolve) => setTimeout(resolve, 1100));
      await gateway.restart();
      expect(await gateway.data(kept)).toEqual({ verdicts: { nodes: [] }, reviewQueue: { nodes: [] }, policies: [{ name: 'forum' }] });
    } finally {
      await gateway.close();
    }
  });
});

describe('the webhook of a server', () => {
  it('is told of verdicts, in a way that the page of documentation can check', async () => {
    const received: { body: string; header: string }[] = [];
    const receiver = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ body, header: String(request.headers['x-clipgraph-signature']) });
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    const secret = 'a-secret-of-both-sides';
    const gateway = await testGateway({
      moderation: { webhookUrl: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, webhookSecret: secret },
    });
    const folder = await mkdtemp(join(tmpdir(), 'clipgraph-webhook-'));
    try {
      const rules = [{ name: 'anything', describes: ['photo'], threshold: 0, action: 'BLUR' }];
      await gateway.data(SAVE, { input: { name: 'forum', rules } });
      const image = { base64: base64(await plainPicture('navy')) };
      const { moderate } = await gateway.data<{ moderate: Verdict[] }>(MODERATE, { images: [image], policy: 'forum' });
      await vi.waitFor(() => expect(received).toHaveLength(1), { timeout: 25_000 });
      const { body, header } = received[0]!;
      expect(JSON.parse(body)).toMatchObject({ event: 'verdict', verdict: { id: moderate[0]!.id, action: 'BLUR' } });

      const example = /```js\n([\s\S]*?)```/.exec(await pageOf('moderation.md'))![1]!;
      await writeFile(join(folder, 'check.mjs'), `${example}\nconsole.log(isGenuine(...process.argv.slice(2)));`);
      const check = async (...args: string[]): Promise<string> =>
        (await promisify(execFile)(process.execPath, [join(folder, 'check.mjs'), ...args])).stdout.trim();
      expect(await check(header, body, secret)).toBe('true');
      expect(await check(header, `${body} `, secret)).toBe('false');
      expect(await check(header.replace(/t=\d+/, 't=1'), body, secret)).toBe('false');
    } finally {
      await gateway.close();
      receiver.close();
      await rm(folder, { recursive: true });
    }
  });
});
