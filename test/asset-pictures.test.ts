import crypto from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

import { noisePicture } from '@clipgraph/testing';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestCaller, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const KEYS = { acme: 'key-of-acme-0123456789', bravo: 'key-of-bravo-0123456789', operator: 'key-of-the-operator-01' };
const CREATE = 'mutation ($name: String!) { createCollection(name: $name) { name } }';
const DELETE = 'mutation ($collection: String!, $keys: [String!]!) { deleteAssets(collection: $collection, keys: $keys) }';
const INDEX = `mutation ($collection: String!, $assets: [AssetInput!]!) {
  indexAssets(collection: $collection, assets: $assets) {
    ... on Asset { key imageHash imageUrl thumbnailUrl(size: 64) }
    ... on InputError { code message }
  }
}`;

interface Indexed {
  readonly key: string;
  readonly imageHash: string;
  readonly imageUrl: string;
  readonly thumbnailUrl: string;
}

async function index(caller: TestCaller, collection: string, assets: readonly object[]): Promise<Indexed[]> {
  return (await caller.data<{ indexAssets: Indexed[] }>(INDEX, { collection, assets })).indexAssets;
}

async function status(url: string): Promise<number> {
  const response = await fetch(url);
  await response.arrayBuffer();
  return response.status;
}

/** What work on pictures this process did: real functions, counted on their way. */
async function counted(work: () => Promise<unknown>): Promise<{ hashedBytes: number; headersRead: number }> {
  const { createHash } = crypto;
  const { metadata } = sharp.prototype;
  let [hashedBytes, headersRead] = [0, 0];
  crypto.createHash = (algorithm, options) => {
    const hash = createHash(algorithm, options);
    const { update } = hash;
    hash.update = (...args: [string | NodeJS.ArrayBufferView, crypto.Encoding?]) => {
      hashedBytes += typeof args[0] === 'string' ? args[0].length : args[0].byteLength;
      return Reflect.apply(update, hash, args);
    };
    return hash;
  };
  sharp.prototype.metadata = function (this: Sharp, ...args: []) {
    headersRead += 1;
    return metadata.apply(this, args);
  };
  syncBuiltinESMExports();
  try {
    await work();
  } finally {
    Object.assign(crypto, { createHash });
    sharp.prototype.metadata = metadata;
    syncBuiltinESMExports();
  }
  return { hashedBytes, headersRead };
}

describe('an upload that becomes the picture of an asset', () => {
  let gateway: TestGateway;
  let bytes: Uint8Array;

  beforeAll(async () => {
    // Large pictures stand in its requests.
    gateway = await testGateway({ limits: { bodyBytes: 32 * 2 ** 20 } });
    bytes = await noisePicture(1, { width: 700, height: 700 });
    for (const name of ['photos', 'others']) await gateway.data(CREATE, { name });
  });
  afterAll(() => gateway.close());

  const fileOf = (imageHash: string) => stat(join(gateway.config.dataDir, 'images', imageHash.slice(0, 2), imageHash));

  it('is hashed once, its header read once, and written once, however often it is used', async () => {
    let uploadId = '';
    const { hashedBytes, headersRead } = await counted(async () => {
      uploadId = await gateway.upload(bytes);
      await index(gateway, 'photos', [{ key: 'a', image: { uploadId } }]);
      await index(gateway, 'others', [{ key: 'a', image: { uploadId }, payload: { again: true } }]);
      const embed = 'query ($id: ID!) { embed(inputs: [{ image: { uploadId: $id } }]) { __typename } }';
      expect(await gateway.data(embed, { id: uploadId })).toEqual({ embed: [{ __typename: 'Embedding' }] });
    });
    expect(hashedBytes).toBeGreaterThanOrEqual(bytes.length);
    // Besides, only keys of caches and such are hashed.
    expect(hashedBytes).toBeLessThan(bytes.length + 50_000);
    expect(headersRead).toBe(1);
    const { collection } = await gateway.data<{ collection: { assets: { nodes: Indexed[] } } }>(
      '{ collection(name: "photos") { assets { nodes { imageHash } } } }',
    );
    const stored = await fileOf(collection.assets.nodes[0]!.imageHash);
    expect(stored).toMatchObject({ ino: (await stat(join(gateway.config.dataDir, 'uploads', uploadId))).ino, size: bytes.length });
  });

  it('sent inline is hashed once as well', async () => {
    const inline = await noisePicture(2, { width: 700, height: 700 });
    const { hashedBytes, headersRead } = await counted(() => index(gateway, 'photos', [{ key: 'b', image: { base64: base64(inline) } }]));
    expect(hashedBytes).toBeGreaterThanOrEqual(inline.length);
    expect(hashedBytes).toBeLessThan(inline.length + 50_000);
    expect(headersRead).toBe(1);
  });

  it('is still the upload afterwards: when the asset is deleted, and when the server starts again', async () => {
    const uploadId = await gateway.upload(await plainPicture('teal'));
    const [asset] = await index(gateway, 'photos', [{ key: 'c', image: { uploadId } }]);
    await gateway.data(DELETE, { collection: 'photos', keys: ['c'] });
    await expect(fileOf(asset!.imageHash)).rejects.toThrow('ENOENT');
    await gateway.restart();
    expect(await index(gateway, 'photos', [{ key: 'd', image: { uploadId } }])).toMatchObject([{ key: 'd', imageHash: asset!.imageHash }]);
    await fetch(`${gateway.url}/uploads/${uploadId}`, { method: 'DELETE' });
    expect((await fileOf(asset!.imageHash)).nlink).toBe(1);
  });

  it('is there whenever an asset has it, however indexing, replacing and deleting overlap', async () => {
    const uploads = await Promise.all(['gold', 'navy'].map(async (colour) => gateway.upload(await plainPicture(colour))));
    const rounds = Array.from({ length: 24 }, async (_, n) => {
      const collection = n % 2 ? 'photos' : 'others';
      const key = `k${n % 3}`;
      if (n % 4 === 3) await gateway.data(DELETE, { collection, keys: [key] });
      else await index(gateway, collection, [{ key, image: { uploadId: uploads[n % 2]! } }]);
    });
    await Promise.all(rounds);
    const used = new Set<string>();
    for (const name of ['photos', 'others']) {
      const { collection } = await gateway.data<{ collection: { assets: { nodes: Indexed[] } } }>(
        `{ collection(name: "${name}") { assets(first: 100) { nodes { key imageHash imageUrl } } } }`,
      );
      for (const { imageHash, imageUrl } of collection.assets.nodes) {
        used.add(imageHash);
        expect(await status(imageUrl)).toBe(200);
      }
    }
    const names = (await readdir(join(gateway.config.dataDir, 'images'), { recursive: true })).filter((name) => name.length > 60);
    expect(names.map((name) => name.slice(3)).toSorted()).toEqual([...used].toSorted());
  });
});

describe('the copies of a picture that the server shows', () => {
  let gateway: TestGateway;
  let acme: TestCaller;
  let bravo: TestCaller;
  let image: { base64: string };

  beforeAll(async () => {
    image = { base64: base64(await plainPicture('crimson')) };
    gateway = await testGateway({
      apiKeys: [
        { key: KEYS.operator, name: 'ops' },
        { key: KEYS.acme, name: 'web', tenant: 'acme' },
        { key: KEYS.bravo, name: 'web', tenant: 'bravo' },
      ],
    });
    acme = gateway.as(KEYS.acme);
    bravo = gateway.as(KEYS.bravo);
    for (const caller of [acme, bravo]) for (const name of ['photos', 'others']) await caller.data(CREATE, { name });
  });
  afterAll(() => gateway.close());

  /** Of the full copy and the small one. */
  const statuses = async ({ imageUrl, thumbnailUrl }: Indexed): Promise<number[]> => [await status(imageUrl), await status(thumbnailUrl)];

  it('are gone at once with the last asset that had it', async () => {
    const [one] = await index(acme, 'photos', [{ key: 'a', image }]);
    await index(acme, 'others', [{ key: 'b', image }]);
    for (let i = 0; i < 2; i++) expect(await statuses(one!)).toEqual([200, 200]);
    await acme.data(DELETE, { collection: 'photos', keys: ['a'] });
    expect(await statuses(one!)).toEqual([200, 200]);
    await acme.data(DELETE, { collection: 'others', keys: ['b'] });
    expect(await statuses(one!)).toEqual([404, 404]);
    await index(acme, 'photos', [{ key: 'a', image }]);
    expect(await statuses(one!)).toEqual([200, 200]);
  });

  it('are gone with a picture that was replaced, and with its collection', async () => {
    const [one] = await index(acme, 'photos', [{ key: 'a', image }]);
    expect(await statuses(one!)).toEqual([200, 200]);
    const [two] = await index(acme, 'photos', [{ key: 'a', image: { base64: base64(await plainPicture('teal')) } }]);
    expect(await statuses(one!)).toEqual([404, 404]);
    expect(await statuses(two!)).toEqual([200, 200]);
    await acme.data('mutation { deleteCollection(name: "photos") }');
    expect(await statuses(two!)).toEqual([404, 404]);
    await acme.data(CREATE, { name: 'photos' });
  });

  it('are gone for the tenant who deleted it, and for no other', async () => {
    const [ofAcme] = await index(acme, 'photos', [{ key: 'a', image }]);
    const [ofBravo] = await index(bravo, 'photos', [{ key: 'a', image }]);
    for (const asset of [ofAcme!, ofBravo!]) expect(await statuses(asset)).toEqual([200, 200]);
    await acme.data(DELETE, { collection: 'photos', keys: ['a'] });
    expect(await statuses(ofAcme!)).toEqual([404, 404]);
    expect(await statuses(ofBravo!)).toEqual([200, 200]);
  });
});
