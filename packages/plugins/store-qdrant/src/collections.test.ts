import { randomUUID } from 'node:crypto';
import { qdrantShimMissing, type QdrantShim, startQdrantShim } from '@clipgraph/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { qdrantStore } from './qdrant-store.ts';

// Not what is tested here; a slow machine must not fail.
vi.setConfig({ testTimeout: 180_000 });

const SPEC = { name: 'photos', fingerprint: 'f', model: 'm', dimensions: 2 };
const east = Float32Array.of(1, 0);

type QdrantStore = Awaited<ReturnType<typeof qdrantStore>>;

describe.skipIf(qdrantShimMissing)('a collection and its name in Qdrant', () => {
  let shim: QdrantShim;
  let prefix: string;
  let store: QdrantStore;
  let other: QdrantStore;
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, never>> => {
    const answer = await fetch(shim.url + path, { method, ...(body && { body: JSON.stringify(body) }) });
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { result: Record<string, never> }).result;
  };
  const places = async (): Promise<string[]> =>
    ((await ask('GET', '/collections'))['collections'] as unknown as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  const open = (): Promise<QdrantStore> => qdrantStore({ url: shim.url, prefix, timeoutMs: 60_000 });
  const put = (name: string, key: string, fingerprint = 'f'): Promise<void> =>
    store.upsert(name, fingerprint, [{ key, payload: {}, vectors: { image: east } }]);
  const keys = async (of: QdrantStore, name: string): Promise<string[]> => (await of.scroll(name, { limit: 9 })).map(({ key }) => key);
  /** As clipgraph made them before there were aliases. */
  const plain = async (name: string): Promise<void> => {
    const metadata = { clipgraph: { version: 1, fingerprint: 'f', model: 'm', dimensions: 2, createdAt: '2026-01-01T00:00:00.000Z' } };
    const vector = { size: 2, distance: 'Cosine' };
    const body = { vectors: { image: vector, text: vector }, sparse_vectors: { words: { modifier: 'idf' } }, metadata };
    await ask('PUT', `/collections/${prefix}${name}`, body);
  };

  beforeAll(async () => {
    shim = await startQdrantShim();
  });
  afterAll(() => shim.kill());
  beforeEach(async () => {
    prefix = `test-${randomUUID()}-`;
    [store, other] = [await open(), await open()];
    return async () => {
      await store.close();
      await other.close();
    };
  });

  it('are two: the public name is an alias', async () => {
    await store.createCollection(SPEC);
    expect(await places()).toEqual(['.photos']);
    expect((await other.collections()).map(({ name }) => name)).toEqual(['photos']);
    expect(await store.deleteCollection('photos')).toBe(true);
    expect(await places()).toEqual([]);
    expect(await ask('GET', '/aliases')).toEqual({ aliases: [] });
  });

  it('are one where it was made before, which is opened, listed and deleted as it is', async () => {
    await plain('old');
    await store.createCollection(SPEC);
    await put('old', 'a');
    expect((await store.collections()).map(({ name }) => name)).toEqual(['old', 'photos']);
    expect(await keys(store, 'old')).toEqual(['a']);
    await expect(store.createCollection({ ...SPEC, name: 'old' })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await store.exchange.names('old', 'photos')).toBe(false);
    expect(await store.deleteCollection('old')).toBe(true);
    expect(await places()).toEqual(['.photos']);
  });

  it('change with another one, at once and for every gateway', async () => {
    await store.createCollection(SPEC);
    await store.createCollection({ ...SPEC, name: 'new', fingerprint: 'g' });
    await put('photos', 'old');
    await put('new', 'fresh', 'g');
    expect(await store.exchange.names('photos', 'new')).toBe(true);
    for (const one of [store, other]) {
      expect(await one.collection('photos')).toMatchObject({ name: 'photos', fingerprint: 'g' });
      expect([await keys(one, 'photos'), await keys(one, 'new')]).toEqual([['fresh'], ['old']]);
      const query = { vector: east, target: 'image', limit: 1 } as const;
      await expect(one.search('photos', 'f', query)).rejects.toMatchObject({ code: 'CONFLICT' });
    }
    expect(await store.exchange.names('photos', 'none')).toBe(false);

    // What answers to "new" has the first name of "photos" in Qdrant: another "photos" takes the next one.
    expect(await store.deleteCollection('photos')).toBe(true);
    await store.createCollection(SPEC);
    expect((await places()).toSorted()).toEqual(['.photos', '.photos.1']);
    expect([await keys(store, 'photos'), await keys(store, 'new')]).toEqual([[], ['old']]);
    await store.deleteCollection('new');
    expect(await places()).toEqual(['.photos.1']);
    expect(await store.collection('photos')).toMatchObject(SPEC);
  });

  it('are taken once where several take them at once', async () => {
    const made = await Promise.allSettled(Array.from({ length: 6 }, (_, i) => (i % 2 ? store : other).createCollection(SPEC)));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = made.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    expect(refused).toEqual(Array.from({ length: 5 }, () => expect.objectContaining({ name: 'PluginError', code: 'CONFLICT' }) as unknown));
    expect(await places()).toEqual(['.photos']);
  });

  it('are free again after a process that died while it made one', async () => {
    await plain('.photos');
    expect(await store.collections()).toEqual([]);
    await store.createCollection(SPEC);
    await put('photos', 'a');
    expect(await places()).toEqual(['.photos']);
  });

  it("are nobody else's, whatever the tenants are called", async () => {
    const tenants = [undefined, 'a', 'a-b', 'ab', 'photos', 'collections'];
    const stores = await Promise.all(
      tenants.map((tenant) => qdrantStore({ url: shim.url, prefix, timeoutMs: 60_000, ...(tenant !== undefined && { tenant }) })),
    );
    for (const [i, one] of stores.entries()) {
      expect(await one.collections()).toEqual([]);
      for (const name of ['photos', 'a', 'collections']) await one.createCollection({ ...SPEC, name, model: `of ${i}` });
    }
    for (const [i, one] of stores.entries()) {
      expect((await one.collections()).map(({ name, model }) => [name, model])).toEqual(
        ['a', 'collections', 'photos'].map((name) => [name, `of ${i}`]),
      );
      await one.close();
    }
  });

  it('follow an alias that the operator switches', async () => {
    await store.createCollection(SPEC);
    await put('photos', 'a');
    await plain('restored');
    const actions = [
      { delete_alias: { alias_name: `${prefix}photos` } },
      { create_alias: { alias_name: `${prefix}photos`, collection_name: `${prefix}restored` } },
    ];
    await ask('POST', '/collections/aliases', { actions });
    expect(await keys(store, 'photos')).toEqual([]);
  });
});
