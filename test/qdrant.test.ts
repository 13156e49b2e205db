import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { qdrantShimMissing, startQdrantShim, type QdrantShim } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, pictures, type Picture } from './pictures.ts';
import { twoModels, type TwoModels } from './two-models.ts';

const INDEX = `mutation ($assets: [AssetInput!]!) { indexAssets(collection: "photos", assets: $assets) { __typename } }`;
const SEARCH = `query ($filter: Filter) {
  search(collection: "photos", query: { text: "a red circle" }, first: 50, filter: $filter) { edges { cosine node { key payload } } }
}`;

interface Found {
  readonly search: {
    readonly edges: readonly {
      readonly cosine: number;
      readonly node: { readonly key: string; readonly payload: { readonly n: number } };
    }[];
  };
}

/** The same hits in the same order. Cosines may differ in their last bit: the engine's arithmetic hangs on where numbers lie in memory. */
function expectSame(found: Found, expected: Found): void {
  const nodes = ({ search }: Found) => search.edges.map(({ node }) => node);
  expect(nodes(found)).toEqual(nodes(expected));
  for (const [i, { cosine }] of found.search.edges.entries()) expect(cosine).toBeCloseTo(expected.search.edges[i]!.cosine, 6);
}

if (qdrantShimMissing) process.stdout.write(`Skipped, a gateway over Qdrant: ${qdrantShimMissing}\n`);

/** The engine is the one of qdrant-client, behind `test/qdrant-shim`. */
describe.skipIf(qdrantShimMissing)('a gateway over Qdrant', () => {
  let engineData: string;
  let engine: QdrantShim;
  let models: TwoModels;
  let gateway: TestGateway;
  let photos: Picture[];

  const keysOf = async (filter?: unknown): Promise<string[]> =>
    (await gateway.data<Found>(SEARCH, { filter })).search.edges.map(({ node }) => node.key);

  beforeAll(async () => {
    // Drawn first: a gateway takes from sharp, in its process, the format that scenes are drawn from.
    photos = await pictures(12);
    engineData = await mkdtemp(join(tmpdir(), 'clipgraph-engine-'));
    engine = await startQdrantShim({ path: engineData });
    models = await twoModels();
    gateway = await testGateway({
      modelsDir: models.modelsDir,
      models: ['first', 'second'],
      qdrant: { url: engine.url, timeoutMs: 30_000 },
    });
  });
  afterAll(async () => {
    await gateway.close();
    await engine.kill();
    await rm(engineData, { recursive: true });
    await models.dispose();
  });

  it('indexes pictures', async () => {
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
    const assets = photos.map(({ key, bytes }, n) => ({ key, payload: { n }, image: { base64: base64(bytes) } }));
    const { indexAssets } = await gateway.data<{ indexAssets: { __typename: string }[] }>(INDEX, { assets });
    expect(indexAssets.map(({ __typename }) => __typename)).toEqual(photos.map(() => 'Asset'));
  });

  it('finds what was indexed, best first, and what a filter lets pass', async () => {
    const { search } = await gateway.data<Found>(SEARCH, {});
    expect(search.edges).toHaveLength(photos.length);
    expect(search.edges.map(({ cosine }) => cosine)).toEqual(search.edges.map(({ cosine }) => cosine).toSorted((a, b) => b - a));
    const few = await keysOf({ must: [{ range: { field: 'n', gte: 3, lt: 6 } }] });
    expect(few.toSorted()).toEqual(
      photos
        .slice(3, 6)
        .map(({ key }) => key)
        .toSorted(),
    );
  });

  it('lists assets by key, page by page', async () => {
    const { collection } = await gateway.data<{ collection: { assets: { nodes: { key: string }[] } } }>(
      '{ collection(name: "photos") { assets(first: 5) { nodes { key } } } }',
    );
    expect(collection.assets.nodes.map(({ key }) => key)).toEqual(
      photos
        .map(({ key }) => key)
        .toSorted()
        .slice(0, 5),
    );
  });

  it.each([false, true])('keeps what tenants have in it apart, shared: %s', async (shared) => {
    const keys = { acme: 'key-of-acme-0123456789', bravo: 'key-of-bravo-0123456789', none: 'key-of-nobody-012345678' };
    const apiKeys = [{ key: keys.none }, { key: keys.acme, name: 'a', tenant: 'acme' }, { key: keys.bravo, name: 'b', tenant: 'bravo' }];
    const all = await testGateway({ qdrant: { url: engine.url, timeoutMs: 30_000, shared, strictMode: shared }, apiKeys });
    const names = async (key: string): Promise<unknown> => all.as(key).data('{ collections { name count } }');
    const indexOne = (key: string, photo: Picture): Promise<unknown> =>
      all.as(key).data(INDEX, { assets: [{ key: photo.key, image: { base64: base64(photo.bytes) } }] });
    for (const key of [keys.acme, keys.bravo]) await all.as(key).data('mutation { createCollection(name: "photos") { name } }');
    await indexOne(keys.acme, photos[0]!);
    await all.as(keys.bravo).data('mutation { deleteCollection(name: "photos") }');
    expect(await names(keys.acme)).toEqual({ collections: [{ name: 'photos', count: 1 }] });
    expect(await names(keys.bravo)).toEqual({ collections: [] });
    // The gateway beside this one has its own, of the same prefix; those that share one of Qdrant's are others.
    expect(await names(keys.none)).toEqual({ collections: shared ? [] : [{ name: 'photos', count: photos.length }] });
    await all.as(keys.acme).data('mutation { deleteCollection(name: "photos") }');
    await all.close();
  });

  it('deletes, and has everything else after a restart', async () => {
    const gone = photos[0]!.key;
    await gateway.data('mutation ($keys: [String!]!) { deleteAssets(collection: "photos", keys: $keys) }', { keys: [gone] });
    const before = await gateway.data<Found>(SEARCH, {});
    expect(before.search.edges.map(({ node }) => node.key)).not.toContain(gone);
    await gateway.restart();
    expect(await gateway.data<Found>(SEARCH, {})).toEqual(before);
  });

  it('goes to another model and back, with the same assets', async () => {
    const assets = '{ collection(name: "photos") { createdAt assets(first: 100) { nodes { key payload createdAt imageHash } } } }';
    const [before, found] = [await gateway.data(assets), await gateway.data<Found>(SEARCH, {})];
    // A second gateway over the same engine, with its own data folder: what a collection's vectors are is no secret of the first.
    const beside = await testGateway({
      modelsDir: models.modelsDir,
      models: ['first', 'second'],
      qdrant: { url: engine.url, timeoutMs: 30_000 },
    });
    const modelBeside = async (): Promise<string> =>
      (await beside.data<{ collection: { model: { name: string } } }>('{ collection(name: "photos") { model { name } } }')).collection.model
        .name;
    const ends = async (mutation: string, state: string): Promise<void> => {
      await gateway.data(`mutation { ${mutation} { state } }`);
      const last = (): Promise<{ migration: { state: string } }> => gateway.data('{ migration(collection: "photos") { state } }');
      await vi.waitUntil(async () => (await last()).migration.state !== 'RUNNING', { timeout: 60_000 });
      expect(await last()).toEqual({ migration: { state } });
      expect(await gateway.data(assets)).toEqual(before);
    };
    await ends('migrateCollection(collection: "photos", model: "second")', 'SWITCHED');
    const moved = await gateway.data<Found>(SEARCH, {});
    expect(moved).not.toEqual(found);
    expect(await modelBeside()).toBe('second');
    expectSame(await beside.data<Found>(SEARCH, {}), moved);
    await ends('undoMigration(collection: "photos")', 'UNDONE');
    expectSame(await gateway.data<Found>(SEARCH, {}), found);
    expect(await modelBeside()).toBe('first');
    expectSame(await beside.data<Found>(SEARCH, {}), found);
    await beside.close();
  });

  it('lives on while the engine is gone, says so, and is ready again when it is back', async () => {
    const before = await keysOf();
    const ready = async (): Promise<number> => (await fetch(`${gateway.url}/readyz`)).status;
    expect(await ready()).toBe(200);
    await engine.kill();
    expect(await ready()).toBe(503);
    expect((await fetch(`${gateway.url}/livez`)).status).toBe(200);
    const { errors } = await gateway.query<Found>(SEARCH, {});
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryAfterMs: expect.any(Number) as number });
    expect(JSON.stringify(errors)).not.toContain(String(engine.port));
    engine = await startQdrantShim({ path: engineData, port: engine.port });
    await vi.waitFor(async () => expect(await ready()).toBe(200), { timeout: 25_000, interval: 100 });
    expect(await keysOf()).toEqual(before);
  });
});
