import { randomUUID } from 'node:crypto';
import type { AssetRecord } from '@clipgraph/contracts';
import { qdrantShimMissing, type QdrantShim, startQdrantShim } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { pointId } from './point-id.ts';
import { qdrantStore } from './qdrant-store.ts';
import { watchingProxy, type WatchingProxy } from './testing/watching-proxy.ts';

// Not what is tested here; a slow machine must not fail.
vi.setConfig({ testTimeout: 180_000 });

const FINGERPRINT = 'f';
const SPEC = { name: 'photos', fingerprint: FINGERPRINT, model: 'm', dimensions: 2 };
const east = Float32Array.of(1, 0);
const north = Float32Array.of(0, 1);
const QUERY = { vector: east, target: 'image', limit: 100 } as const;

const record = (key: string, of: string, text: string): AssetRecord => ({
  key,
  payload: { of, secret: `${of}'s`, year: of === 'acme' ? 2001 : 2002 },
  text,
  imageId: `picture-of-${of}`,
  vectors: { image: of === 'acme' ? east : north, text: east },
});

type QdrantStore = Awaited<ReturnType<typeof qdrantStore>>;

const isUsed = async (store: QdrantStore, imageId: string): Promise<boolean> => (await store.pictures.used([imageId])).has(imageId);

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly body: string;
}

describe.skipIf(qdrantShimMissing)('collections of tenants in one collection of Qdrant', () => {
  let shim: QdrantShim;
  let proxy: WatchingProxy;
  let seen: Seen[] = [];
  let acme: QdrantStore;
  let bravo: QdrantStore;
  let nobody: QdrantStore;
  const prefix = `test-${randomUUID()}-`;
  const open = (tenant?: string): Promise<QdrantStore> =>
    qdrantStore({ url: proxy.url, prefix, timeoutMs: 60_000, shared: true, ...(tenant !== undefined && { tenant }) });
  const keys = (hits: readonly { key: string }[]): string[] => hits.map(({ key }) => key).toSorted();
  const placesInQdrant = async (): Promise<string[]> => {
    const { result } = (await (await fetch(`${shim.url}/collections`)).json()) as { result: { collections: { name: string }[] } };
    return result.collections.map(({ name }) => name.replace(prefix, ''));
  };
  /** What bravo sees of its own, to be the same whatever acme does. */
  const ofBravo = async (): Promise<unknown> => ({
    collections: await bravo.collections(),
    records: await bravo.scroll('photos', { limit: 100 }),
    vectors: await bravo.vectors('photos', ['a', 'b']),
    hits: await bravo.search('photos', FINGERPRINT, QUERY),
    words: await bravo.words.search('photos', { text: 'red boat', limit: 10 }),
    picture: await isUsed(bravo, 'picture-of-bravo'),
  });

  beforeAll(async () => {
    shim = await startQdrantShim();
    proxy = await watchingProxy(shim.url, (request) => seen.push(request));
    [acme, bravo, nobody] = [await open('acme'), await open('bravo'), await open()];
    for (const store of [acme, bravo, nobody]) await store.createCollection(SPEC);
    await acme.upsert('photos', FINGERPRINT, [record('a', 'acme', 'a red boat'), record('only acme', 'acme', 'a boat and a boat')]);
    await bravo.upsert('photos', FINGERPRINT, [record('a', 'bravo', 'a red boat'), record('b', 'bravo', 'red, red, red')]);
  });
  afterAll(async () => {
    for (const store of [acme, bravo, nobody]) await store.close();
    await proxy.close();
    await shim.kill();
  });

  it('are one collection there, with an index made for tenants, and a list', async () => {
    expect((await placesInQdrant()).toSorted()).toEqual(['..collections', expect.stringMatching(/^\.\.vectors-[0-9a-f]{32}$/)]);
    const indexes = seen.filter(({ path }) => path.includes('/index')).map(({ body }) => JSON.parse(body) as object);
    expect(indexes).toContainEqual({ field_name: 'owner', field_schema: { type: 'keyword', is_tenant: true } });
    await acme.createCollection({ ...SPEC, name: 'more' });
    await bravo.createCollection({ ...SPEC, name: 'other-model', fingerprint: 'g' });
    expect(await placesInQdrant()).toHaveLength(3);
    await acme.deleteCollection('more');
    await bravo.deleteCollection('other-model');
  });

  it('show a tenant nothing of another by any way of reading', async () => {
    expect(keys((await acme.search('photos', FINGERPRINT, QUERY)).hits)).toEqual(['a', 'only acme']);
    const likes = { positive: [north], negative: [], strategy: 'bestScore', target: 'image', limit: 100 } as const;
    expect(keys((await acme.recommendations.rank('photos', FINGERPRINT, likes)).hits)).toEqual(['a', 'only acme']);
    expect(await acme.words.search('photos', { text: 'red boat', limit: 10 })).not.toContain('b');
    expect((await acme.get('photos', ['a', 'b', 'only acme'])).map((found) => found?.payload['of'])).toEqual(['acme', undefined, 'acme']);
    expect((await acme.vectors('photos', ['a', 'b']))[1]).toBeUndefined();
    expect(keys(await acme.scroll('photos', { limit: 100 }))).toEqual(['a', 'only acme']);
    expect(await acme.count('photos')).toBe(2);
    expect(await acme.count('photos', { mustNot: [{ kind: 'match', field: 'of', anyOf: ['acme'] }] })).toBe(0);
    expect(
      await acme.count('photos', {
        should: [
          { kind: 'keys', keys: ['b'] },
          { kind: 'exists', field: 'of' },
        ],
      }),
    ).toBe(2);
    expect(await acme.facets.count('photos', 'of', { limit: 10 })).toEqual([{ value: 'acme', count: 2 }]);
    expect(await acme.samples.vectors('photos', 'image', 100)).toEqual([east, east]);
    expect([await isUsed(acme, 'picture-of-acme'), await isUsed(acme, 'picture-of-bravo')]).toEqual([true, false]);
    expect(await nobody.count('photos')).toBe(0);
    expect(await isUsed(nobody, 'picture-of-acme')).toBe(false);
    for (const store of [acme, bravo, nobody]) expect((await store.collections()).map(({ name }) => name)).toEqual(['photos']);
  });

  it('rank words by how rare they are in the own collection', async () => {
    // Of acme's two records both hold "boat" and one "red"; of the four that lie together three hold "red".
    for (let i = 0; i < 20; i++) await bravo.upsert('photos', FINGERPRINT, [record(`red ${i}`, 'bravo', 'red')]);
    expect(await acme.words.search('photos', { text: 'red boat', limit: 10 })).toEqual(['a', 'only acme']);
    const alone = await open('alone');
    await alone.createCollection(SPEC);
    await alone.upsert('photos', FINGERPRINT, [record('a', 'acme', 'a red boat'), record('only acme', 'acme', 'a boat and a boat')]);
    const wordsOf = async (store: QdrantStore): Promise<unknown> => {
      seen = [];
      await store.words.search('photos', { text: 'red boat', limit: 10 });
      const { path, body } = seen.find(({ path }) => path.includes('/points/query'))!;
      const { result } = (await (await fetch(shim.url + path, { method: 'POST', body })).json()) as {
        result: { points: { score: number }[] };
      };
      return result.points.map(({ score }) => score);
    };
    expect(await wordsOf(acme)).toEqual(await wordsOf(alone));
    await alone.close();
    for (let i = 0; i < 20; i++) await bravo.delete('photos', [`red ${i}`]);
  });

  it('let a tenant change nothing of another', async () => {
    const before = await ofBravo();
    expect(await acme.delete('photos', ['a', 'b'])).toBe(1);
    await expect(acme.setPayload('photos', 'b', { of: 'acme' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await acme.upsert('photos', FINGERPRINT, [record('a', 'acme', 'another'), record('b', 'acme', 'mine')]);
    await acme.setPayload('photos', 'b', { of: 'acme again' });
    expect(await ofBravo()).toEqual(before);
    expect(await acme.deleteCollection('photos')).toBe(true);
    expect(await ofBravo()).toEqual(before);
    await expect(acme.count('photos')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await acme.createCollection(SPEC);
    expect(await acme.count('photos')).toBe(0);
    expect(await ofBravo()).toEqual(before);
  });

  it('send no request for records that is not bound to its owner', async () => {
    seen = [];
    await acme.upsert('photos', FINGERPRINT, [record('a', 'acme', 'a red boat')]);
    await acme.setPayload('photos', 'a', {});
    await acme.search('photos', FINGERPRINT, QUERY);
    await acme.recommendations.rank('photos', FINGERPRINT, {
      positive: [],
      negative: [east],
      strategy: 'sumScores',
      target: 'image',
      limit: 1,
    });
    await acme.words.search('photos', { text: 'boat', limit: 1 });
    await acme.samples.vectors('photos', 'image', 1);
    await acme.scroll('photos', { limit: 1, after: 'A' });
    await acme.count('photos');
    await acme.facets.count('photos', 'of', { limit: 1 });
    await isUsed(acme, 'picture-of-acme');
    await acme.delete('photos', ['a']);
    const records = seen.filter(({ path, body }) => path.includes('..vectors-') && body !== '');
    expect(records.length).toBeGreaterThan(12);
    const unbound = records.filter(({ body }) => {
      const { filter, update_filter, ids, operations } = JSON.parse(body);
      const bound = filter ?? update_filter;
      return !(bound?.must?.[0]?.key === 'owner') && ids === undefined && operations === undefined;
    });
    expect(unbound).toEqual([]);
  });

  it('do not take a point for theirs whose id is theirs and whose mark is not', async () => {
    // As if two keys had one id: the mark of what comes back and of what is overwritten decides.
    const place = (await placesInQdrant()).find((name) => name.startsWith('..vectors-'))!;
    const list = await fetch(`${shim.url}/collections/${prefix}..collections/points/scroll`, {
      method: 'POST',
      body: '{"with_payload":true}',
    });
    const { result } = (await list.json()) as { result: { points: { payload: { scope: string; name: string; owner: string } }[] } };
    const ownerOf = (scope: string): string => result.points.find(({ payload }) => payload.scope === scope)!.payload.owner;
    const [theirs, mine] = [ownerOf('tenant bravo'), ownerOf('tenant acme')];
    const id = pointId('clash', mine);
    const point = { id, vector: { image: [1, 0] }, payload: { owner: theirs, key: 'clash', payload: '{"of":"bravo"}', createdAt: 1 } };
    const url = `${shim.url}/collections/${prefix}${place}/points?wait=true`;
    expect((await fetch(url, { method: 'PUT', body: JSON.stringify({ points: [point] }) })).status).toBe(200);
    expect(await acme.get('photos', ['clash'])).toEqual([undefined]);
    expect(await acme.delete('photos', ['clash'])).toBe(0);
    await acme.upsert('photos', FINGERPRINT, [record('clash', 'acme', 'mine')]);
    const body = JSON.stringify({ ids: [id], with_payload: true });
    const found = await fetch(`${shim.url}/collections/${prefix}${place}/points`, { method: 'POST', body });
    expect(((await found.json()) as { result: { payload: object }[] }).result[0]!.payload).toEqual(point.payload);
  });

  it('are made once where several make one at once', async () => {
    const spec = { ...SPEC, name: 'raced' };
    const made = await Promise.allSettled(
      [open('acme'), open('acme'), open('acme')].map(async (store) => (await store).createCollection(spec)),
    );
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toEqual([expect.objectContaining({ code: 'CONFLICT' }), expect.objectContaining({ code: 'CONFLICT' })]);
    expect((await acme.collections()).map(({ name }) => name)).toContain('raced');
  });

  it('change places with one another in one write', async () => {
    await acme.createCollection({ ...SPEC, name: 'new', fingerprint: 'g', dimensions: 3 });
    await acme.upsert('new', 'g', [{ key: 'n', payload: {}, vectors: { image: Float32Array.of(0, 0, 1) } }]);
    await acme.upsert('photos', FINGERPRINT, [record('p', 'acme', 'old')]);
    expect(await acme.exchange.names('photos', 'new')).toBe(true);
    expect(await acme.collection('photos')).toMatchObject({ name: 'photos', fingerprint: 'g', dimensions: 3 });
    expect(keys(await acme.scroll('photos', { limit: 9 }))).toEqual(['n']);
    expect(keys(await acme.scroll('new', { limit: 9 }))).toContain('p');
    await expect(acme.upsert('photos', FINGERPRINT, [record('p', 'acme', 'old')])).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await acme.exchange.names('photos', 'missing')).toBe(false);
    expect(await acme.exchange.names('photos', 'new')).toBe(true);
    expect(await acme.deleteCollection('new')).toBe(true);
  });
});
