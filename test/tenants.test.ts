import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestCaller, type TestGateway } from './gateway.ts';
import { base64, pictures, type Picture } from './pictures.ts';

const KEYS = { acme: 'key-of-acme-0123456789', bravo: 'key-of-bravo-0123456789', operator: 'key-of-the-operator-01' };

const CREATE = 'mutation { createCollection(name: "photos") { id } }';
const INDEX = `mutation ($assets: [AssetInput!]!) {
  indexAssets(collection: "photos", assets: $assets) { ... on Asset { id key imageUrl } ... on InputError { code } }
}`;
const NAMES = '{ collections { name count } }';
const LIST = `query ($after: String) {
  collection(name: "photos") { assets(first: 2, after: $after) { nodes { key payload } pageInfo { hasNextPage endCursor } totalCount } }
}`;
const SEARCH = `query ($query: SearchQuery!, $first: Int, $after: String) {
  search(collection: "photos", query: $query, first: $first, after: $after) { nodes { key payload imageHash } pageInfo { endCursor } totalCount }
}`;
const RECOMMEND = `query ($like: [Example!]!) { recommend(collection: "photos", like: $like, first: 50) { nodes { key payload } } }`;
const EMBED = `query ($image: ImageInput!) { embed(inputs: [{ image: $image }]) { __typename ... on InputError { code } } }`;
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on Asset { payload } } }';
const DELETE = 'mutation ($keys: [String!]!) { deleteAssets(collection: "photos", keys: $keys) }';
const CLASSIFIERS = '{ classifiers { name } classifier(name: "pets") { version } }';
const POLICIES = '{ policies { name } verdicts { nodes { id keyName action } } reviewQueue { nodes { id } } }';

interface Shown {
  readonly key: string;
  readonly payload: { readonly of: string };
}
interface Indexed {
  readonly id: string;
  readonly key: string;
  readonly imageUrl: string;
}

describe('two tenants and the operator on one server', () => {
  let gateway: TestGateway;
  let acme: TestCaller;
  let bravo: TestCaller;
  let operator: TestCaller;
  let photos: Picture[];
  /** Acme's assets as they were answered. */
  let ofAcme: Indexed[];

  const index = async (caller: TestCaller, of: string, shown: readonly Picture[], prefix = 'photo'): Promise<Indexed[]> => {
    const assets = shown.map(({ bytes }, n) => ({ key: `${prefix} ${n}`, payload: { of }, image: { base64: base64(bytes) } }));
    return (await caller.data<{ indexAssets: Indexed[] }>(INDEX, { assets })).indexAssets;
  };
  const search = async (caller: TestCaller, variables: object) =>
    (await caller.data<{ search: { nodes: Shown[]; pageInfo: { endCursor: string }; totalCount: number } }>(SEARCH, { ...variables }))
      .search;
  const owners = (nodes: readonly Shown[]): string[] => [...new Set(nodes.map(({ payload }) => payload.of))];

  beforeAll(async () => {
    photos = await pictures(9);
    gateway = await testGateway({
      apiKeys: [
        { key: KEYS.operator, name: 'ops' },
        { key: KEYS.acme, name: 'web', tenant: 'acme' },
        { key: KEYS.bravo, name: 'web', tenant: 'bravo' },
      ],
    });
    acme = gateway.as(KEYS.acme);
    bravo = gateway.as(KEYS.bravo);
    operator = gateway.as(KEYS.operator);
    for (const caller of [acme, bravo]) await caller.data(CREATE);
    ofAcme = await index(acme, 'acme', photos.slice(0, 6));
    // The same keys, and two of the same pictures.
    await index(bravo, 'bravo', photos.slice(4, 8));
  });
  afterAll(async () => gateway.close());

  it('have collections of one name, and see their own', async () => {
    expect(await acme.data(NAMES)).toEqual({ collections: [{ name: 'photos', count: 6 }] });
    expect(await bravo.data(NAMES)).toEqual({ collections: [{ name: 'photos', count: 4 }] });
    expect(await operator.data(NAMES)).toEqual({ collections: [] });
    expect((await operator.query(LIST)).data).toEqual({ collection: null });
  });

  it('find, list and are recommended their own', async () => {
    const query = { text: 'a picture' };
    expect(owners((await search(acme, { query, first: 50 })).nodes)).toEqual(['acme']);
    expect(await search(bravo, { query, first: 50 })).toMatchObject({ totalCount: 4 });
    expect(owners((await search(bravo, { query, first: 50 })).nodes)).toEqual(['bravo']);
    // Acme's own picture finds nothing of acme's for bravo.
    expect(owners((await search(bravo, { query: { image: { base64: base64(photos[0]!.bytes) } }, first: 50 })).nodes)).toEqual(['bravo']);
    const { recommend } = await bravo.data<{ recommend: { nodes: Shown[] } }>(RECOMMEND, { like: [{ key: 'photo 0' }] });
    expect(recommend.nodes).toHaveLength(3);
    expect(owners(recommend.nodes)).toEqual(['bravo']);
  });

  it('cannot go on with pages of the other, nor with cursors of lists', async () => {
    const query = { text: 'a picture' };
    const { pageInfo } = await search(acme, { query, first: 2 });
    const listed = await acme.data<{ collection: { assets: { pageInfo: { endCursor: string } } } }>(LIST);
    for (const answer of [
      await bravo.query(SEARCH, { query, first: 2, after: pageInfo.endCursor }),
      await bravo.query(LIST, { after: listed.collection.assets.pageInfo.endCursor }),
      await operator.query(SEARCH, { query, first: 2, after: pageInfo.endCursor }),
    ]) {
      expect(answer.errors).toHaveLength(1);
      expect(['BAD_USER_INPUT', 'NOT_FOUND']).toContain(answer.errors![0]!.extensions.code);
    }
    expect((await search(acme, { query, first: 2, after: pageInfo.endCursor })).nodes).toHaveLength(2);
  });

  it('do not reach assets of the other by id', async () => {
    const [shared, acmesOnly] = [ofAcme[0]!, ofAcme[5]!];
    const ids = [shared.id, acmesOnly.id];
    expect(await acme.data(NODES, { ids })).toEqual({ nodes: ids.map(() => ({ __typename: 'Asset', payload: { of: 'acme' } })) });
    // An id says a collection and a key, so that the same one is another asset for bravo, or none.
    expect(await bravo.data(NODES, { ids })).toEqual({ nodes: [{ __typename: 'Asset', payload: { of: 'bravo' } }, null] });
    expect(await operator.data(NODES, { ids })).toEqual({ nodes: [null, null] });
    expect(await bravo.data(EMBED, { image: { assetId: acmesOnly.id } })).toMatchObject({ embed: [{ code: 'NOT_FOUND' }] });
    expect((await bravo.query(RECOMMEND, { like: [{ assetId: acmesOnly.id }] })).errors).toHaveLength(1);
  });

  it('do not reach uploads of the other', async () => {
    const uploadId = await acme.upload(photos[0]!.bytes);
    expect(await bravo.data(EMBED, { image: { uploadId } })).toMatchObject({ embed: [{ code: 'NOT_FOUND' }] });
    const removed = await fetch(`${gateway.url}/uploads/${uploadId}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${KEYS.bravo}` },
    });
    expect(removed.status).toBe(204);
    expect(await acme.data(EMBED, { image: { uploadId } })).toEqual({ embed: [{ __typename: 'Embedding' }] });
  });

  it('have classifiers, policies and verdicts of their own; a verdict says which key asked', async () => {
    const classes = [{ name: 'cat' }, { name: 'dog' }];
    await acme.data('mutation ($input: ClassifierInput!) { saveClassifier(input: $input) { id } }', { input: { name: 'pets', classes } });
    const rules = [{ name: 'anything', describes: ['drawing'], threshold: 0, action: 'REVIEW' }];
    await acme.data('mutation ($input: PolicyInput!) { savePolicy(input: $input) { id } }', { input: { name: 'forum', rules } });
    const moderate = `mutation ($image: ImageInput!) { moderate(images: [$image], policy: "forum") { ... on ModerationVerdict { id } } }`;
    const image = { base64: base64(photos[0]!.bytes) };
    const moderated = await acme.data<{ moderate: { id: string }[] }>(moderate, { image });
    const verdict = moderated.moderate[0]!.id;

    expect(await acme.data(CLASSIFIERS)).toEqual({ classifiers: [{ name: 'pets' }], classifier: { version: 1 } });
    expect(await acme.data(POLICIES)).toEqual({
      policies: [{ name: 'forum' }],
      verdicts: { nodes: [{ id: verdict, keyName: 'web', action: 'REVIEW' }] },
      reviewQueue: { nodes: [{ id: verdict }] },
    });
    for (const other of [bravo, operator]) {
      expect(await other.data(CLASSIFIERS)).toEqual({ classifiers: [], classifier: null });
      expect(await other.data(POLICIES)).toEqual({ policies: [], verdicts: { nodes: [] }, reviewQueue: { nodes: [] } });
      expect((await other.query(moderate, { image })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      const resolve = 'mutation ($verdict: ID!) { resolveReview(verdict: $verdict, action: ALLOW) { id } }';
      expect((await other.query(resolve, { verdict })).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      expect(await other.data(NODES, { ids: [verdict] })).toEqual({ nodes: [null] });
    }
  });

  it('have pictures at addresses that name no tenant, and outlive what the other deletes', async () => {
    const { hostname } = new URL(gateway.url);
    for (const { imageUrl } of ofAcme) expect(imageUrl.replace(hostname, '')).not.toMatch(/acme|photo/);
    // Bravo's first two are acme's last two to the byte.
    expect(await bravo.data(DELETE, { keys: ['photo 0', 'photo 1', 'photo 5'] })).toEqual({ deleteAssets: 2 });
    expect(await bravo.data('mutation { deleteCollection(name: "photos") }')).toEqual({ deleteCollection: true });
    expect(await bravo.data('mutation { deleteCollection(name: "photos") }')).toEqual({ deleteCollection: false });
    expect(await acme.data(NAMES)).toEqual({ collections: [{ name: 'photos', count: 6 }] });
    for (const { imageUrl } of ofAcme) expect((await fetch(imageUrl)).status).toBe(200);
    const [imageId, size] = new URL(ofAcme[0]!.imageUrl).pathname.split('/').slice(2) as [string, string];
    expect((await fetch(`${gateway.url}/assets/${imageId}/${size}/AAAAAAAAAAAAAAAAAAAAAA.webp`)).status).toBe(403);
    await bravo.data(CREATE);
    await index(bravo, 'bravo', photos.slice(8), 'later');
    expect((await search(acme, { query: { image: { base64: base64(photos[8]!.bytes) } }, first: 50 })).nodes).toHaveLength(6);
  });

  it("keep what concerns the whole server to the operator's keys", async () => {
    const status = async (key: string): Promise<number> =>
      (await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status(KEYS.operator)).toBe(200);
    expect(await status(KEYS.acme)).toBe(403);
  });

  it('have a data folder each, which a restart opens again', async () => {
    expect((await readdir(join(gateway.config.dataDir, 'tenants'))).toSorted()).toEqual(['acme', 'bravo']);
    await gateway.restart();
    expect(owners((await search(acme, { query: { text: 'a picture' }, first: 50 })).nodes)).toEqual(['acme']);
    expect(await acme.data(CLASSIFIERS)).toMatchObject({ classifiers: [{ name: 'pets' }] });
    for (const { imageUrl } of ofAcme) expect((await fetch(imageUrl.replace(/^http:\/\/[^/]+/, gateway.url))).status).toBe(200);
  });
});
