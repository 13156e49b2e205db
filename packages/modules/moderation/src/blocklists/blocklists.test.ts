import { fakeEncoder, noisePicture, twoColourPicture } from '@clipgraph/testing';
import { describe, expect, it } from 'vitest';

import { moderationServer, type ModerationServer } from '../testing/moderation-server.ts';
import { MODERATE, picture, pictures, SAVE } from '../testing/queries.ts';

const CREATE = 'mutation ($name: String!) { createBlocklist(name: $name) { id name count hashOnlyCount createdAt } }';
const ADD = `mutation ($pictures: [BlocklistPicture!]!, $blocklist: String = "known") {
  addToBlocklist(blocklist: $blocklist, pictures: $pictures) {
    ... on BlocklistEntry { id blocklist contentHash perceptualHash note action modelName comparesByVector keyName addedAt }
    ... on InputError { code message }
  }
}`;
const LIST = `query ($first: Int, $after: String) {
  blocklist(name: "known") { count hashOnlyCount entries(first: $first, after: $after) { nodes { contentHash } pageInfo { hasNextPage endCursor } } }
}`;
const MATCHES = MODERATE.replace('shadow closest }', 'shadow closest match { blocklist contentHash by cosine distance entry { note } } }');
const RULE = { name: 'known pictures', blocklist: { name: 'known' }, action: 'BLOCK' };

async function withList(server: ModerationServer, ...colours: string[]) {
  await server.ask(CREATE, { name: 'known' });
  const images = await pictures(...colours);
  const { data } =
    images.length > 0
      ? await server.ask(ADD, { pictures: images.map((image, i) => ({ image, note: colours[i] })) })
      : { data: { addToBlocklist: [] } };
  expect((await server.ask(SAVE, { input: { name: 'forum', rules: [RULE] } })).errors).toEqual([]);
  return data.addToBlocklist as { id: string; contentHash: string }[];
}

describe('a blocklist', () => {
  it('takes pictures, keeps hashes and notes but never the pictures, and answers bad ones in their place', async () => {
    await using server = await moderationServer({ keys: ['ada'] });
    expect((await server.ask(CREATE, { name: 'known' })).data.createBlocklist).toMatchObject({ name: 'known', count: 0 });
    const noise = { base64: Buffer.from(await noisePicture(1)).toString('base64') };
    const list = [{ image: noise, note: 'seen in May', action: 'REVIEW' }, { image: { base64: '' } }, { image: await picture('red') }];
    const { data, errors } = await server.ask(ADD, { pictures: list });
    expect(errors).toEqual([]);
    expect(data.addToBlocklist).toEqual([
      expect.objectContaining({ note: 'seen in May', action: 'REVIEW', keyName: 'ada', modelName: 'fake', comparesByVector: true }),
      { code: 'EMPTY', message: expect.any(String) },
      expect.objectContaining({ note: null, action: null, perceptualHash: null }),
    ]);
    expect(data.addToBlocklist[0].perceptualHash).toMatch(/^[0-9a-f]{16}$/);
    expect((await server.ask(LIST)).data.blocklist).toMatchObject({ count: 2, hashOnlyCount: 0 });
    const stored = JSON.stringify(await server.documents.list('blocklist-entry', { limit: 10 }));
    expect(stored).not.toContain(noise.base64.slice(0, 60));
  });

  it('holds a picture once: adding it again replaces its note', async () => {
    await using server = await moderationServer();
    await withList(server, 'red', 'red');
    await server.ask(ADD, { pictures: [{ image: await picture('red'), note: 'again' }] });
    const { data } = await server.ask('{ blocklists { name count entries { nodes { note } } } }');
    expect(data.blocklists).toEqual([{ name: 'known', count: 1, entries: { nodes: [{ note: 'again' }] } }]);
  });

  it('holds 10,000 pictures and no more', { timeout: 60_000 }, async () => {
    await using server = await moderationServer();
    await withList(server, 'red');
    const [sample] = await server.documents.list('blocklist-entry', { limit: 1 });
    // Without its count, which would bring it into memory before it is filled.
    await server.ask('mutation { createBlocklist(name: "long") { name } }');
    for (let from = 0; from < 9999; from += 1111) {
      const entries = Array.from({ length: 1111 }, (_, i) => {
        const contentHash = `${from + i}`.padStart(64, '0');
        return { id: `long/${contentHash}`, document: { ...sample!.document, blocklist: 'long', contentHash } };
      });
      await server.documents.insert('blocklist-entry', entries);
    }
    const add = async (colour: string) => server.ask(ADD, { blocklist: 'long', pictures: [{ image: await picture(colour) }] });
    expect((await add('green')).errors).toEqual([]);
    expect((await server.ask('{ blocklist(name: "long") { count } }')).data.blocklist.count).toBe(10_000);
    expect((await add('green')).errors).toEqual([]);
    expect((await add('blue')).errors).toEqual([
      { code: 'BAD_USER_INPUT', message: 'The blocklist would hold 10001 pictures; at most 10000 are taken.' },
    ]);
  });

  it('is read in pages, and entries are found and removed by their ids', async () => {
    await using server = await moderationServer();
    const entries = await withList(server, 'red', 'green', 'blue', 'white', 'black');
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { entries: page } = (await server.ask(LIST, { first: 2, after })).data.blocklist;
      seen.push(...page.nodes.map(({ contentHash }: { contentHash: string }) => contentHash));
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : undefined;
    } while (after);
    expect(seen).toEqual(entries.map(({ contentHash }) => contentHash).toSorted());

    const { data } = await server.ask('query ($id: ID!) { node(id: $id) { ... on BlocklistEntry { note } } }', { id: entries[1]!.id });
    expect(data.node).toEqual({ note: 'green' });
    const remove = 'mutation ($ids: [ID!]!) { removeFromBlocklist(entries: $ids) }';
    const ids = [entries[0]!.id, entries[1]!.id];
    expect((await server.ask(remove, { ids: [...ids, ids[0]] })).data.removeFromBlocklist).toBe(2);
    expect((await server.ask(remove, { ids })).data.removeFromBlocklist).toBe(0);
    expect((await server.ask(LIST)).data.blocklist.count).toBe(3);
    const answer = await server.ask(MODERATE, { images: await pictures('red', 'blue'), policy: 'forum' });
    expect(answer.data.moderate.map(({ action }: { action: string }) => action)).toEqual(['ALLOW', 'BLOCK']);
  });

  it('takes what many add at once', async () => {
    await using server = await moderationServer();
    await withList(server);
    const colours = ['red', 'green', 'blue', 'white', 'black', 'pink'];
    await Promise.all(colours.map(async (colour) => server.ask(ADD, { pictures: [{ image: await picture(colour) }] })));
    expect((await server.ask(LIST)).data.blocklist.count).toBe(6);
  });

  it.each<[string, string, Record<string, unknown>, string, string]>([
    ['a wrong name', CREATE, { name: 'my list' }, 'BAD_USER_INPUT', 'The name of a blocklist must be 1 to 64'],
    ['a name that is taken', CREATE, { name: 'known' }, 'CONFLICT', 'There is a blocklist of this name.'],
    ['no picture', ADD, { pictures: [] }, 'BAD_USER_INPUT', 'pictures is empty.'],
    ['a list that is not there', ADD, { blocklist: 'x', pictures: [{ image: { base64: '' } }] }, 'NOT_FOUND', 'There is no blocklist'],
    [
      'a long note',
      ADD,
      { pictures: [{ image: { base64: '' }, note: 'x'.repeat(2001) }] },
      'BAD_USER_INPUT',
      'pictures[0].note is longer than 2000 characters.',
    ],
    ['a cursor of something else', LIST, { after: 'x' }, 'BAD_USER_INPUT', 'This cursor is not one that this server made.'],
    [
      'ids of something else',
      'mutation { removeFromBlocklist(entries: ["bm9uZQ"]) }',
      {},
      'BAD_USER_INPUT',
      'This is not the id of a BlocklistEntry.',
    ],
  ])('refuses %s', async (_, query, variables, code, message) => {
    await using server = await moderationServer();
    await server.ask(CREATE, { name: 'known' });
    expect((await server.ask(query, variables)).errors).toEqual([{ code, message: expect.stringContaining(message) }]);
  });
});

describe('a rule with a blocklist', () => {
  it('passes on copies of its pictures, and says which entry matched, by what and how near', async () => {
    await using server = await moderationServer();
    const [red] = await withList(server, 'red', 'blue');
    const { data } = await server.ask(MATCHES, { images: await pictures('red', 'green'), policy: 'forum' });
    const { contentHash } = red!;
    expect(data.moderate[0]).toMatchObject({ action: 'BLOCK', findings: [{ probability: 1, closest: `known/${contentHash}` }] });
    expect(data.moderate[0].findings[0].match).toEqual({
      blocklist: 'known',
      contentHash,
      by: 'CONTENT',
      cosine: expect.closeTo(1, 5),
      distance: null,
      entry: { note: 'red' },
    });
    expect(data.moderate[1]).toMatchObject({ action: 'ALLOW', findings: [] });
    expect(data.moderate[1].scores[0].match.by).toBe('VECTOR');
  });

  it('takes the action of the entry, where that has one', async () => {
    await using server = await moderationServer();
    await withList(server, 'red');
    await server.ask(ADD, { pictures: [{ image: await picture('blue'), action: 'BLUR' }] });
    const { data } = await server.ask(MODERATE, { images: await pictures('red', 'blue'), policy: 'forum' });
    expect(data.moderate.map(({ action }: { action: string }) => action)).toEqual(['BLOCK', 'BLUR']);
    expect(data.moderate[1].findings[0].action).toBe('BLUR');
  });

  it('finds by hash alone what another model has seen, and the list says how many entries that are', async () => {
    const seen = { base64: Buffer.from(await twoColourPicture('red', 'white', 0.5, { width: 64, height: 64 })).toString('base64') };
    const copy = { base64: Buffer.from(await twoColourPicture('red', 'white', 0.5, { width: 96, height: 96 })).toString('base64') };
    let name = 'fake';
    await using server = await moderationServer({ encoders: () => [fakeEncoder({ name })] });
    await withList(server);
    await server.ask(ADD, { pictures: [{ image: seen }] });
    name = 'another';
    await server.restart();
    expect((await server.ask(LIST)).data.blocklist).toMatchObject({ count: 1, hashOnlyCount: 1 });
    const { data } = await server.ask(MATCHES, { images: [copy], policy: 'forum' });
    expect(data.moderate[0].findings[0].match).toMatchObject({ by: 'PERCEPTUAL_HASH', cosine: null, distance: expect.any(Number) });
    await server.ask(ADD, { pictures: [{ image: seen }] });
    expect((await server.ask(LIST)).data.blocklist).toMatchObject({ count: 1, hashOnlyCount: 0 });
  });

  it('needs a list that is there, and keeps it while its version is active', async () => {
    await using server = await moderationServer();
    const missing = await server.ask(SAVE, { input: { name: 'forum', rules: [RULE] } });
    expect(missing.errors[0]!.message).toBe('rules[0] (known pictures).blocklist: There is no blocklist of this name.');
    await withList(server, 'red');
    const remove = 'mutation { deleteBlocklist(name: "known") }';
    expect((await server.ask(remove)).errors).toEqual([
      { code: 'CONFLICT', message: 'The active version of the policy forum looks in this blocklist.' },
    ]);
    const other = { input: { name: 'forum', rules: [{ name: 'red', describes: ['red'], action: 'BLOCK' }] } };
    await server.ask(SAVE, other);
    await server.ask('mutation { activatePolicy(name: "forum", version: 2) { version } }');
    expect((await server.ask(remove)).data.deleteBlocklist).toBe(true);
    expect((await server.ask(remove)).data.deleteBlocklist).toBe(false);
    const { errors } = await server.ask(MODERATE, { images: await pictures('red'), policy: 'forum', version: 1 });
    expect(errors).toEqual([{ code: 'CONFLICT', message: 'The blocklist known of the rule known pictures is gone.' }]);
    expect(await server.documents.count('blocklist-entry')).toBe(0);
  });

  it('is a part of what a version says', async () => {
    await using server = await moderationServer();
    await withList(server, 'red');
    const save = SAVE.replace('shadow }', 'shadow blocklist { name minCosine maxDistance } }');
    const same = await server.ask(save, { input: { name: 'forum', rules: [RULE] } });
    expect(same.data.savePolicy).toMatchObject({ version: 1, rules: [{ blocklist: { name: 'known', minCosine: 0.95, maxDistance: 8 } }] });
    const stricter = { ...RULE, blocklist: { name: 'known', minCosine: 0.99, maxDistance: 2 } };
    expect((await server.ask(save, { input: { name: 'forum', rules: [stricter] } })).data.savePolicy).toMatchObject({ version: 2 });
  });
});
