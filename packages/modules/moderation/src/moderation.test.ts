import { createHash } from 'node:crypto';

import { PluginError, type DocumentStore } from '@clipgraph/contracts';
import { globalId } from '@clipgraph/module-kit';
import { leavingCaller } from '@clipgraph/module-testing';
import { asPicture, colourPicture, fakeEncoder } from '@clipgraph/testing';
import { describe, expect, it } from 'vitest';

import { moderationServer, type ModerationServer } from './testing/moderation-server.ts';
import { MODERATE, picture, pictures, SAVE, VERDICTS } from './testing/queries.ts';

const RED = { name: 'red things', describes: ['blood', 'red'], unlike: ['pink'], threshold: 0.5, action: 'BLOCK' };
const BLUE = { name: 'blue things', describes: ['blue'], action: 'REVIEW' };

async function saved(server: ModerationServer, rules: object[], name = 'forum') {
  const { data, errors } = await server.ask(SAVE, { input: { name, rules } });
  expect(errors).toEqual([]);
  return data.savePolicy;
}

/** The id of an asset whose picture is kept. */
async function blueAsset({ ports, store }: ModerationServer): Promise<string> {
  const { model, embedImage } = ports.embedders.named(undefined);
  const blue = await colourPicture('blue');
  const { name, fingerprint, dimensions } = model;
  await store.createCollection({ name: 'shop', model: name, fingerprint, dimensions });
  const imageId = await ports.pictures.kept.keep(asPicture(blue));
  await store.upsert('shop', fingerprint, [{ key: 'blue', payload: {}, imageId, vectors: { image: await embedImage(blue) } }]);
  ports.pictures.kept.release([imageId]);
  return globalId('Asset', 'shop', 'blue');
}

describe('savePolicy', () => {
  it('numbers versions from 1, keeps the first one active, and answers the version that says the same already', async () => {
    await using server = await moderationServer();
    const first = await saved(server, [RED]);
    expect(first).toMatchObject({ name: 'forum', version: 1, active: true, rules: [{ ...RED, exampleHashes: [], shadow: false }] });
    const second = await saved(server, [RED, BLUE]);
    expect(second).toMatchObject({ version: 2, active: false });
    expect(await saved(server, [{ ...RED, describes: [' blood', 'red'] }])).toEqual(first);
    const { data } = await server.ask('{ policies { version } all: policies(name: "forum") { version active } }');
    expect(data).toEqual({
      policies: [{ version: 1 }],
      all: [
        { version: 2, active: false },
        { version: 1, active: true },
      ],
    });
  });

  it('of different contents at once gives each a version of its own', async () => {
    await using server = await moderationServer();
    const policies = await Promise.all([0.1, 0.2, 0.3, 0.4, 0.5].map((threshold) => saved(server, [{ ...RED, threshold }])));
    expect(policies.map(({ version }) => version).toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  it('activates the first version at the next save when the process was killed before it could', async () => {
    await using server = await moderationServer();
    await saved(server, [RED]);
    await server.documents.delete('active-policy', 'forum');
    expect(await saved(server, [RED])).toMatchObject({ version: 1, active: true });
    await server.documents.delete('active-policy', 'forum');
    expect(await saved(server, [BLUE])).toMatchObject({ version: 2, active: false });
  });

  it('activates a version by name and number, and finds none that is not there', async () => {
    await using server = await moderationServer();
    await saved(server, [RED]);
    await saved(server, [BLUE]);
    const activate = 'mutation ($version: Int!) { activatePolicy(name: "forum", version: $version) { version active } }';
    expect((await server.ask(activate, { version: 2 })).data.activatePolicy).toEqual({ version: 2, active: true });
    expect((await server.ask('{ policy(name: "forum") { version } }')).data.policy).toEqual({ version: 2 });
    for (const version of [0, -1, 3, 2_000_000_000]) {
      expect((await server.ask(activate, { version })).errors[0]).toMatchObject({ code: 'NOT_FOUND' });
    }
    const { data } = await server.ask('{ a: policy(name: "none") { name } b: policy(name: "../x") { name } policies(name: "") { name } }');
    expect(data).toEqual({ a: null, b: null, policies: [] });
  });

  it('keeps the vectors of examples, never the pictures', async () => {
    await using server = await moderationServer();
    const [green] = await pictures('green');
    const hash = createHash('sha256').update(Buffer.from(green!.base64, 'base64')).digest('hex');
    expect(await saved(server, [{ ...BLUE, describes: [], examples: [green] }])).toMatchObject({ rules: [{ exampleHashes: [hash] }] });
    const [stored] = await server.documents.list('policy', { limit: 1 });
    expect(JSON.stringify(stored)).not.toContain(green!.base64.slice(0, 60));
  });

  it('names the example that cannot be read, and saves nothing', async () => {
    await using server = await moderationServer();
    const rule = { ...BLUE, examples: [await picture('red'), { base64: '' }] };
    const { errors } = await server.ask(SAVE, { input: { name: 'forum', rules: [RED, rule] } });
    expect(errors).toEqual([{ code: 'BAD_USER_INPUT', message: 'rules[1] (blue things).examples[1]: The image has no bytes.' }]);
    expect((await server.ask('{ policies { name } }')).data.policies).toEqual([]);
  });

  it('saves nothing when the model cannot read a description', async () => {
    const encoder = fakeEncoder({ failsOn: (input) => String(input).includes('blood') });
    await using server = await moderationServer({ encoders: () => [encoder] });
    expect((await server.ask(SAVE, { input: { name: 'forum', rules: [RED] } })).errors[0]!.code).toBe('INTERNAL_SERVER_ERROR');
    expect((await server.ask('{ policy(name: "forum") { version } }')).data.policy).toBeNull();
  });

  it('takes examples but no words for a model that reads images only', async () => {
    await using server = await moderationServer({ encoders: () => [fakeEncoder({ text: false })] });
    expect((await server.ask(SAVE, { input: { name: 'forum', rules: [RED] } })).errors[0]!.code).toBe('UNSUPPORTED');
    await saved(server, [{ ...BLUE, describes: [], examples: await pictures('green') }]);
    const { data } = await server.ask(MODERATE, { images: await pictures('green', 'red'), policy: 'forum' });
    expect(data.moderate.map(({ action }: { action: string }) => action)).toEqual(['REVIEW', 'ALLOW']);
    expect(data.moderate[0].findings[0]).toMatchObject({ closest: 'examples[0]', passed: true });
  });
});

describe('moderate', () => {
  it('gives the hardest action of the rules that pass, with the description that fitted best', async () => {
    await using server = await moderationServer();
    await saved(server, [BLUE, RED, { ...RED, name: 'also red', action: 'BLUR' }]);
    const { data, errors } = await server.ask(MODERATE, { images: await pictures('red', 'blue', 'green'), policy: 'forum' });
    expect(errors).toEqual([]);
    const [red, blue, green] = data.moderate;
    expect(red).toMatchObject({ action: 'BLOCK', policy: { name: 'forum', version: 1 }, modelName: 'fake', review: null });
    expect(red.findings.map(({ rule, closest }: { rule: string; closest: string }) => [rule, closest])).toEqual([
      ['red things', 'red'],
      ['also red', 'red'],
    ]);
    expect(red.scores.map(({ rule, passed }: { rule: string; passed: boolean }) => [rule, passed])).toEqual([
      ['blue things', false],
      ['red things', true],
      ['also red', true],
    ]);
    expect(blue).toMatchObject({ action: 'REVIEW', review: { state: 'OPEN', action: null } });
    expect(green).toMatchObject({ action: 'ALLOW', findings: [] });
  });

  it('lets pass what looks alike and is fine', async () => {
    await using server = await moderationServer();
    const rule = { name: 'red things', describes: ['red thing'], action: 'BLOCK' };
    await saved(server, [rule], 'strict');
    await saved(server, [{ ...rule, unlike: ['red'] }], 'lenient');
    const probability = async (policy: string) =>
      (await server.ask(MODERATE, { images: await pictures('red'), policy })).data.moderate[0].scores[0].probability as number;
    expect(await probability('strict')).toBeGreaterThan(0.9);
    expect(await probability('lenient')).toBeLessThan(0.6);
  });

  it('records shadow rules without letting them decide', async () => {
    await using server = await moderationServer();
    await saved(server, [{ ...RED, shadow: true }]);
    const { data } = await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum' });
    expect(data.moderate[0]).toMatchObject({ action: 'ALLOW', findings: [{ rule: 'red things', shadow: true, passed: true }] });
  });

  it('answers wrong images in their place and records the others', async () => {
    await using server = await moderationServer({ keys: ['shop'] });
    await saved(server, [RED]);
    const assetId = await blueAsset(server);
    const images = [await picture('red'), { base64: '' }, { url: 'http://127.0.0.1/a.png' }, { assetId }];
    const { data, errors } = await server.ask(MODERATE, { images, policy: 'forum' });
    expect(errors).toEqual([]);
    expect(data.moderate.map(({ __typename, code, action }: Record<string, string>) => code ?? action ?? __typename)).toEqual([
      'BLOCK',
      'EMPTY',
      'FETCH_REFUSED',
      'ALLOW',
    ]);
    expect(data.moderate[3]).toMatchObject({ assetId, keyName: 'shop' });
    expect((await server.ask(VERDICTS)).data.verdicts.nodes).toHaveLength(2);
  });

  it('keeps a hash of the image and nothing of its content', async () => {
    await using server = await moderationServer();
    await saved(server, [RED]);
    const [red] = await pictures('red');
    const { data } = await server.ask(MODERATE, { images: [red], policy: 'forum' });
    const contentHash = createHash('sha256').update(Buffer.from(red!.base64, 'base64')).digest('hex');
    expect(data.moderate[0].contentHash).toBe(contentHash);
    const [stored] = await server.documents.list('verdict', { limit: 1 });
    expect(Object.keys(stored!.document).toSorted()).toEqual([
      '$version',
      'action',
      'contentHash',
      'decidedAt',
      'modelFingerprint',
      'modelName',
      'policyName',
      'policyVersion',
      'rules',
      'scores',
      'shadowRules',
    ]);
  });

  it('says the same of the same image, whatever comes beside it', async () => {
    await using server = await moderationServer();
    await saved(server, [RED, BLUE]);
    const scores = async (...colours: string[]) =>
      (await server.ask(MODERATE, { images: await pictures(...colours), policy: 'forum' })).data.moderate[0].scores;
    expect(await scores('red', 'green', 'blue')).toEqual(await scores('red'));
  });

  it('embeds the texts of a version once', async () => {
    const encoder = fakeEncoder();
    await using server = await moderationServer({ encoders: () => [encoder] });
    await saved(server, [RED]);
    const texts = () => encoder.runs.filter(({ tower }) => tower === 'text').reduce((sum, { items }) => sum + items, 0);
    const before = texts();
    for (let i = 0; i < 3; i++) await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum' });
    expect(texts()).toBe(before);
  });

  it('uses the version that is named, or the active one', async () => {
    await using server = await moderationServer();
    await saved(server, [RED]);
    await saved(server, [BLUE]);
    const version = async (version?: number) =>
      (await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum', version })).data.moderate[0].policy.version;
    expect([await version(), await version(2)]).toEqual([1, 2]);
  });

  it.each([
    ['no image', { images: [], policy: 'forum' }, 'BAD_USER_INPUT', 'images is empty.'],
    [
      '65 images',
      { images: Array.from({ length: 65 }, () => ({ base64: '' })), policy: 'forum' },
      'BAD_USER_INPUT',
      'images holds 65 items',
    ],
    ['an unknown policy', { images: [{ base64: '' }], policy: 'none' }, 'NOT_FOUND', 'There is no policy of this name.'],
    ['an unknown version', { images: [{ base64: '' }], policy: 'forum', version: 9 }, 'NOT_FOUND', 'There is no such version'],
  ])('refuses %s', async (_, variables, code, message) => {
    await using server = await moderationServer();
    await saved(server, [RED]);
    const { errors } = await server.ask(MODERATE, variables);
    expect(errors).toEqual([{ code, message: expect.stringContaining(message) }]);
  });

  it('gives no verdict that it could not record', async () => {
    const around = (documents: DocumentStore): DocumentStore => ({
      ...documents,
      insertTogether: () => Promise.reject(new PluginError('UNAVAILABLE', 'The disk is full.')),
    });
    await using server = await moderationServer({ around });
    await saved(server, [BLUE]);
    const { errors } = await server.ask(MODERATE, { images: await pictures('blue'), policy: 'forum' });
    expect(errors[0]).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await server.documents.count('verdict')).toBe(0);
    expect((await server.ask('{ reviewQueue { nodes { id } } }')).data.reviewQueue.nodes).toEqual([]);
  });

  it('refuses a policy whose examples another model made', async () => {
    await using server = await moderationServer();
    await saved(server, [{ ...BLUE, examples: await pictures('blue') }]);
    const [{ id, document }] = (await server.documents.list('policy', { limit: 1 })) as [{ id: string; document: object }];
    await server.documents.put('policy', id, { ...document, fingerprint: 'another' });
    const { errors } = await server.ask(MODERATE, { images: await pictures('blue'), policy: 'forum' });
    expect(errors[0]).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('save the policy again') });
  });

  it('stops for a caller who left, and records nothing', async () => {
    const caller = leavingCaller();
    const encoder = fakeEncoder();
    // The words of the policy are read before.
    await using server = await moderationServer({ encoders: () => [{ ...encoder, image: caller.around(encoder).image }] });
    await saved(server, [RED]);
    const asked = server.ask(MODERATE, { images: await pictures('red'), policy: 'forum' }, { signal: caller.signal });
    await expect(asked).rejects.toThrow('The caller left.');
    await caller.told;
    expect((await server.ask(VERDICTS)).data.verdicts.nodes).toEqual([]);
  });
});

describe('node', () => {
  it('finds policies and verdicts, and null for what is not there', async () => {
    await using server = await moderationServer();
    const policy = await saved(server, [BLUE]);
    const { data } = await server.ask(MODERATE, { images: await pictures('blue'), policy: 'forum' });
    const wrong = [
      ['Policy', 'forum', '7'],
      ['Policy', 'forum', 'x'],
      ['Policy', 'forum'],
      ['ModerationVerdict', 'x'],
      ['ModerationVerdict', ''],
    ];
    const ids = [policy.id, data.moderate[0].id, ...wrong.map((parts) => Buffer.from(JSON.stringify(parts)).toString('base64url'))];
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on Policy { version } ... on ModerationVerdict { action } } }';
    const { data: found, errors } = await server.ask(query, { ids });
    expect(errors).toEqual([]);
    expect(found.nodes).toEqual([{ id: ids[0], version: 1 }, { id: ids[1], action: 'REVIEW' }, ...wrong.map(() => null)]);
  });
});

describe('lists of policies', () => {
  it('end after 1,000 policies and after the 100 newest versions of one', { timeout: 60_000 }, async () => {
    await using server = await moderationServer();
    await saved(server, [RED]);
    const [policy] = await server.documents.list('policy', { limit: 1 });
    const [active] = await server.documents.list('active-policy', { limit: 1 });
    const copies = (count: number, copy: (index: number) => { name: string; version: number }) =>
      Array.from({ length: count }, (_, i) => {
        const { name, version } = copy(i);
        return { id: `${name}/${`${version}`.padStart(9, '0')}`, document: { ...policy!.document, name, version } };
      });
    await server.documents.insert(
      'policy',
      copies(100, (i) => ({ name: 'forum', version: i + 2 })),
    );
    const others = copies(1000, (i) => ({ name: `other${i}`, version: 1 }));
    await server.documents.insert('policy', others);
    const named = others.map(({ document: { name } }) => ({ id: name, document: active!.document }));
    await server.documents.insert('active-policy', named);
    const { data, errors } = await server.ask('{ policies { name } forum: policies(name: "forum") { version } }');
    expect(errors).toEqual([]);
    expect(data.policies).toHaveLength(1000);
    expect(data.forum.map(({ version }: { version: number }) => version)).toEqual(Array.from({ length: 100 }, (_, i) => 101 - i));
  });
});
