import { PluginError, type PictureUse, type VectorsPlugin, type VectorStore } from '@clipgraph/contracts';
import { sqliteVectors } from '@clipgraph/store-sqlite';
import { colourPicture, fakeEncoder, noisePicture } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  colourAssets,
  createCollection,
  indexAssets,
  keptImages,
  keysOf,
  search,
  usedImages,
  type AssetVariables,
} from './testing/queries.ts';
import { base64Image, searchServer, type SearchServer } from './testing/search-server.ts';

let server: SearchServer;
/** Set by tests that let the store fail. */
let failing: Partial<VectorStore>;
/** How often the store was asked which pictures are in use. */
let sweeps = 0;
/** Called for each input of the fake model; may throw or abort. */
let onInput: (input: string | Uint8Array) => boolean;

beforeEach(async () => {
  failing = {};
  sweeps = 0;
  onInput = () => false;
  server = await searchServer({
    encoders: () => [fakeEncoder({ failsOn: (input) => onInput(input) })],
    vectors: inSqlite,
    costLimits: [40],
    around: (store) => new Proxy(store, { get: (target, name) => Reflect.get(failing, name) ?? Reflect.get(target, name) }),
    limits: { maxTextLength: 100 },
  });
  await createCollection(server);
});

afterEach(() => server[Symbol.asyncDispose]());

/** SQLite's store, whose pictures those who sweep them ask for too. */
const inSqlite: VectorsPlugin = {
  ...sqliteVectors(),
  async open(...host) {
    const store = await sqliteVectors().open(...host);
    const used: PictureUse['used'] = (imageIds) => {
      sweeps++;
      return (failing.pictures ?? store.pictures!).used(imageIds);
    };
    return { ...store, pictures: { used } };
  },
};

const count = async (): Promise<number> => server.store.count('shop');

async function noiseAssets(howMany: number): Promise<AssetVariables[]> {
  return Promise.all(
    Array.from({ length: howMany }, async (_, index) => ({ key: `k${index}`, image: base64Image(await noisePicture(index)) })),
  );
}

describe('indexing', () => {
  it('answers pictures and texts in order, as they are stored', async () => {
    const picture = await colourPicture('red');
    const { data, errors, cost } = await indexAssets(server, [
      { key: 'both', image: base64Image(picture), text: 'a blue car', payload: { n: 1, nested: { list: [null, 'x'] } } },
      { key: 'picture', image: base64Image(picture) },
      { key: 'text', text: 'a green car' },
    ]);
    expect(errors).toEqual([]);
    expect(data.indexAssets).toMatchObject([
      { __typename: 'Asset', key: 'both', text: 'a blue car', payload: { n: 1, nested: { list: [null, 'x'] } } },
      { __typename: 'Asset', key: 'picture', text: null, payload: {} },
      { __typename: 'Asset', key: 'text', imageHash: null, text: 'a green car' },
    ]);
    expect(cost).toBe(3 + 2 * 250 + 2 * 40);
    expect(await keptImages(server)).toEqual([data.indexAssets[0].imageHash]);
    expect(keysOf(await search(server, { query: { text: 'red' } }))).toEqual(['both', 'picture']);
    expect(keysOf(await search(server, { query: { text: 'green' }, target: 'TEXT' }))).toEqual(['text', 'both']);
  });

  it('answers 63 of 64 when one picture is bad, and stores them', async () => {
    const assets = await noiseAssets(64);
    assets[40] = { key: 'bad', image: base64Image(Buffer.from('no picture at all')) };
    const { data, errors } = await indexAssets(server, assets);
    expect(errors).toEqual([]);
    expect(data.indexAssets.map(({ key }: { key?: string }) => key)).toEqual(assets.map(({ key }) => (key === 'bad' ? undefined : key)));
    expect(data.indexAssets[40]).toEqual({
      __typename: 'InputError',
      code: 'UNSUPPORTED_FORMAT',
      message: 'The image is in no supported format; supported are jpeg, png, webp, gif, avif.',
    });
    expect(await count()).toBe(63);
    expect(await keptImages(server)).toHaveLength(63);
  });

  it('says of each item what is wrong with it', async () => {
    const text = 'fine';
    const { data, errors } = await indexAssets(server, [
      { key: 'fine', text },
      { key: '', text },
      { key: 'x'.repeat(513), text },
      { key: 'nothing' },
      { key: 'blank', text: ' \n' },
      { key: 'long', text: 'x'.repeat(101) },
      { key: 'big', text, payload: { big: 'é'.repeat(33_000) } },
      { key: 'fine', text: 'again' },
      { key: 'fetched', image: { url: 'http://127.0.0.1/a.png' } },
      { key: 'gone', image: { assetId: 'nonsense' } },
      { key: 'x'.repeat(512), text, payload: { big: 'é'.repeat(32_000) } },
    ]);
    expect(errors).toEqual([]);
    expect(data.indexAssets.map(({ code }: { code?: string }) => code)).toEqual([
      undefined,
      'INVALID',
      'INVALID',
      'EMPTY',
      'EMPTY',
      'TOO_LARGE',
      'TOO_LARGE',
      'INVALID',
      'FETCH_REFUSED',
      'NOT_FOUND',
      undefined,
    ]);
    expect(data.indexAssets[7].message).toBe('An earlier asset of this call has the same key.');
    expect((await server.store.get('shop', ['fine']))[0]?.text).toBe('fine');
    expect(await count()).toBe(2);
  });

  it.each([
    [{ key: 'half \ud800', text: 'fine' }, 'variables.assets[1].key'],
    [{ key: 'half', text: 'half \udc00' }, 'variables.assets[1].text'],
    [{ key: 'half', text: 'fine', payload: { deep: [{ half: '\ud800' }] } }, 'variables.assets[1].payload.deep[0].half'],
  ])('refuses a request that holds half of a character, which no store could keep, and says where: %j', async (half, where) => {
    const { data, errors } = await indexAssets(server, [{ key: 'fine', text: 'fine' }, half]);
    expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining(where) as string }]);
    expect(data).toBeUndefined();
    expect(await count()).toBe(0);
  });

  it('answers a call whose items are all wrong without touching the store', async () => {
    failing = { upsert: () => Promise.reject(new Error('not called')) };
    const { data, errors } = await indexAssets(server, [{ key: 'a' }, { key: 'b' }]);
    expect(errors).toEqual([]);
    expect(data.indexAssets).toMatchObject([{ code: 'EMPTY' }, { code: 'EMPTY' }]);
  });

  it('takes the picture of another asset', async () => {
    const [asset] = (await indexAssets(server, await colourAssets(['red']))).data.indexAssets;
    const { data } = await indexAssets(server, [{ key: 'copy', image: { assetId: asset.id } }]);
    expect(data.indexAssets[0].imageHash).toBe(asset.imageHash);
    await indexAssets(server, [{ key: 'words', text: 'no picture' }]);
    const wordsId = Buffer.from(JSON.stringify(['Asset', 'shop', 'words'])).toString('base64url');
    const without = await indexAssets(server, [{ key: 'copy', image: { assetId: wordsId } }]);
    expect(without.data.indexAssets[0]).toMatchObject({ code: 'NOT_FOUND', message: 'The asset of that id has no picture.' });
  });

  it('refuses 65 items, none, an unknown collection and what costs too much', async () => {
    const texts = Array.from({ length: 65 }, (_, index) => ({ key: `k${index}`, text: 'x' }));
    expect((await indexAssets(server, texts)).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await indexAssets(server, [])).errors).toMatchObject([{ code: 'BAD_USER_INPUT' }]);
    expect((await indexAssets(server, texts.slice(1), { collection: 'none' })).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    const dear = await server.ask(
      'mutation { indexAssets(collection: "shop", assets: [{ key: "a", text: "x" }]) { __typename } }',
      {},
      { costLimit: 40 },
    );
    expect(dear.errors).toMatchObject([{ code: 'COST_LIMIT_EXCEEDED' }]);
    expect(await count()).toBe(0);
  });
});

describe('replacing an asset', () => {
  it('keeps the time of its first insertion and forgets everything else', async () => {
    const [first] = (await indexAssets(server, [{ key: 'a', text: 'old', payload: { old: true } }])).data.indexAssets;
    const [second] = (await indexAssets(server, await colourAssets(['red'], ['a']))).data.indexAssets;
    expect(second).toMatchObject({ createdAt: first.createdAt, text: null, payload: { colour: 'red' } });
    expect(keysOf(await search(server, { target: 'TEXT' }))).toEqual([]);
  });

  it('deletes the old picture unless another record uses it', async () => {
    await indexAssets(server, await colourAssets(['red', 'red', 'blue'], ['a', 'b', 'c']));
    expect(await keptImages(server)).toHaveLength(2);
    await indexAssets(server, await colourAssets(['blue'], ['a']));
    expect(await keptImages(server)).toHaveLength(2);
    await indexAssets(server, [{ key: 'b', text: 'no picture any more' }]);
    expect(await keptImages(server)).toEqual(await usedImages(server));
    expect(await keptImages(server)).toHaveLength(1);
  });

  it('keeps the picture of an asset that is indexed again as it was', async () => {
    const assets = await colourAssets(['red', 'blue']);
    await indexAssets(server, assets);
    const before = await keptImages(server);
    await indexAssets(server, assets);
    expect(await keptImages(server)).toEqual(before);
  });

  it('at the same time leaves one of them, whole, and one picture', async () => {
    const colours = ['red', 'blue', 'green', 'yellow', 'purple', 'pink', 'brown', 'white'];
    const answers = await Promise.all(colours.map(async (colour) => indexAssets(server, await colourAssets([colour], ['same']))));
    expect(answers.every(({ data }) => data.indexAssets[0].__typename === 'Asset')).toBe(true);
    const [record] = await server.store.get('shop', ['same']);
    expect(await keptImages(server)).toEqual([record!.imageId]);
    const winner = answers.find(({ data }) => data.indexAssets[0].imageHash === record!.imageId)!;
    expect(winner.data.indexAssets[0].payload).toEqual(record!.payload);
    expect(keysOf(await search(server, { query: { text: String(record!.payload['colour']) } }))).toEqual(['same']);
  });

  it('while others are deleted and shared leaves the pictures in use, no more and no fewer', async () => {
    await createCollection(server, 'other');
    const colours = ['red', 'blue', 'green'];
    const keys = ['a', 'b'];
    // Every pair of writer and picture meets every deletion, many at once.
    const rounds = Array.from({ length: 60 }, async (_, round) => {
      const collection = round % 2 ? 'shop' : 'other';
      const key = keys[(round >> 1) % 2]!;
      if (round % 5 === 4) return server.ask(`mutation { deleteAssets(collection: "${collection}", keys: ["a", "b"]) }`);
      return indexAssets(server, await colourAssets([colours[round % 3]!], [key]), { collection });
    });
    const answers = await Promise.all(rounds);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(await keptImages(server)).toEqual(await usedImages(server));
  });
});

describe('a call that fails as a whole', () => {
  it('because the model fails stores nothing and keeps no picture', async () => {
    const assets = await noiseAssets(64);
    const poison = Buffer.from((assets[20]!.image as { base64: string }).base64, 'base64');
    let inputs = 0;
    onInput = (input) => {
      inputs += 1;
      return Buffer.compare(poison, Buffer.from(input)) === 0;
    };
    const { data, errors } = await indexAssets(server, assets);
    expect(data).toBeNull();
    expect(errors).toEqual([{ message: 'The model failed.', code: 'INTERNAL_SERVER_ERROR' }]);
    expect(inputs).toBeLessThan(64);
    expect(await count()).toBe(0);
    expect(await keptImages(server)).toEqual([]);
  });

  it('because the store cannot be written to keeps no picture, and the old one of a replaced asset', async () => {
    await indexAssets(server, await colourAssets(['red'], ['a']));
    const before = await keptImages(server);
    failing = { upsert: () => Promise.reject(new PluginError('UNAVAILABLE', 'Secret detail.', { retryAfterMs: 10 })) };
    const { data, errors } = await indexAssets(server, await colourAssets(['blue', 'green'], ['a', 'b']));
    expect(data).toBeNull();
    expect(errors).toEqual([{ message: 'A part of the server cannot be reached; try again later.', code: 'UNAVAILABLE' }]);
    failing = {};
    expect(await keptImages(server)).toEqual(before);
    expect(await usedImages(server)).toEqual(before);
  });

  it('because the store is away altogether leaves pictures rather than delete one in use', async () => {
    const away = (): Promise<never> => Promise.reject(new PluginError('UNAVAILABLE', 'Away.'));
    failing = { upsert: away, pictures: { used: away } };
    expect((await indexAssets(server, await colourAssets(['blue']))).errors).toMatchObject([{ code: 'UNAVAILABLE' }]);
    expect(await keptImages(server)).toHaveLength(1);
    failing = {};
    await indexAssets(server, await colourAssets(['blue']));
    await server.ask('mutation { deleteAssets(collection: "shop", keys: ["blue"]) }');
    expect(await keptImages(server)).toEqual([]);
  });

  it('because its caller left half-way stores nothing and keeps no picture', async () => {
    const caller = new AbortController();
    let inputs = 0;
    onInput = () => {
      if (++inputs === 5) caller.abort();
      return false;
    };
    await expect(indexAssets(server, await noiseAssets(64), { signal: caller.signal })).rejects.toThrow('This operation was aborted');
    // The caller does not wait for what the server puts right: it asks which pictures are in use, and deletes the others.
    await expect.poll(() => sweeps).toBeGreaterThan(0);
    await expect.poll(() => keptImages(server)).toEqual([]);
    expect(inputs).toBeLessThan(32);
    expect(await count()).toBe(0);
    expect(await keptImages(server)).toEqual([]);
  });

  it('because the collection was deleted meanwhile keeps no picture', async () => {
    const assets = await colourAssets(['red', 'blue']);
    let deleting: Promise<unknown> | undefined;
    onInput = () => {
      deleting ??= server.ask('mutation { deleteCollection(name: "shop") }');
      return false;
    };
    const { errors } = await indexAssets(server, assets);
    await deleting;
    expect(errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await keptImages(server)).toEqual([]);
  });
});

describe('a model without a text tower', () => {
  it('stores the text beside a picture, and refuses a text alone', async () => {
    await using vision = await searchServer({ encoders: () => [fakeEncoder({ text: false })] });
    await createCollection(vision);
    const [asset] = await colourAssets(['red']);
    const { data, errors } = await indexAssets(vision, [
      { ...asset!, text: 'red words' },
      { key: 'text', text: 'words' },
    ]);
    expect(errors).toEqual([]);
    expect(data.indexAssets).toMatchObject([
      { key: 'red', text: 'red words' },
      { code: 'INVALID', message: expect.stringContaining('reads images only') },
    ]);
    expect(await vision.store.vectors('shop', ['red'])).toMatchObject([{ image: expect.any(Float32Array) as Float32Array }]);
    expect((await search(vision)).errors).toMatchObject([{ code: 'UNSUPPORTED' }]);
    expect(keysOf(await search(vision, { query: { image: asset!.image } }))).toEqual(['red']);
  });
});
