import { renderScene, scene } from '@clipgraph/scenes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { documented } from './documented.ts';
import { testGateway, type TestGateway } from './gateway.ts';
import { base64 } from './pictures.ts';

interface Edge {
  readonly cosine: number;
  readonly crop: { readonly left: number; readonly top: number; readonly width: number; readonly height: number } | null;
  readonly node: { readonly key: string };
}

/** Large pictures of small things; drawn before the server's decoder blocks SVG in this process. */
async function smallThings(count: number): Promise<{ key: string; bytes: Uint8Array }[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => ({
      key: `scene-${n}`,
      bytes: await renderScene(scene(9_000_000_000 + n, { kind: 'object', scale: 0.5 }), { size: 512 }),
    })),
  );
}

describe('the page about crops', () => {
  let gateway: TestGateway;
  let page: ReadonlyMap<string, string>;
  let photos: { key: string; bytes: Uint8Array }[];
  const search = async (): Promise<Edge[]> => (await gateway.data<{ search: { edges: Edge[] } }>(page.get('Find')!)).search.edges;
  const index = (collection: string) =>
    gateway.data<{ indexAssets: { key?: string; code?: string }[] }>(
      `mutation ($collection: String!, $assets: [AssetInput!]!) {
        indexAssets(collection: $collection, assets: $assets) { ... on Asset { key } ... on InputError { code } }
      }`,
      { collection, assets: photos.map(({ key, bytes }) => ({ key, image: { base64: base64(bytes) } })) },
    );

  beforeAll(async () => {
    page = await documented('multi-crop.md');
    photos = await smallThings(10);
    gateway = await testGateway({ limits: { operationCost: 50_000 } });
  });
  afterAll(async () => gateway.close());

  it('makes a collection, indexes into it and finds by the best piece of each picture', async () => {
    expect(await gateway.data(page.get('Make')!)).toEqual({ createCollection: { name: 'maps', crops: { levels: 3, keep: 'EACH' } } });
    expect((await index('maps')).indexAssets.map(({ key }) => key)).toEqual(photos.map(({ key }) => key));
    await gateway.data('mutation { createCollection(name: "whole") { name } }');
    await index('whole');
    const found = await search();
    expect(found).toHaveLength(5);
    expect(found.some(({ crop }) => crop !== null)).toBe(true);
    const ends = found.flatMap(({ crop }) => (crop ? [crop.left + crop.width, crop.top + crop.height] : []));
    expect(Math.max(...ends)).toBeLessThanOrEqual(1.00001);

    const whole = page.get('Find')!.replace('"maps"', '"whole"').replace('first: 5', 'first: 10');
    const { search: plain } = await gateway.data<{ search: { edges: Edge[] } }>(whole);
    const cosines = new Map(plain.edges.map(({ node, cosine }) => [node.key, cosine]));
    const gains = found.map(({ node, cosine, crop }) => ({ gain: cosine - cosines.get(node.key)!, isTile: crop !== null }));
    for (const { gain, isTile } of gains) expect(gain > 1e-6).toBe(isTile);
  });

  it('finds the same after a restart', async () => {
    const before = await search();
    await gateway.restart();
    expect(await search()).toEqual(before);
  });

  it('gives the vectors of an image and its tiles', async () => {
    const image = { base64: base64(photos[0]!.bytes) };
    const { embed } = await gateway.data<{ embed: [{ base64: string; crops: { box: object; base64: string }[] }] }>(page.get('Vectors')!, {
      image,
    });
    expect(embed[0].crops).toHaveLength(4);
    expect(new Set(embed[0].crops.map((crop) => crop.base64)).size).toBe(4);
    const plain = await gateway.data<{ embed: [{ base64: string }] }>(
      'query ($image: ImageInput!) { embed(inputs: [{ image: $image }]) { ... on Embedding { base64 } } }',
      { image },
    );
    expect(embed[0].base64).toBe(plain.embed[0].base64);
  });

  it('refuses more than a request may cost', async () => {
    await gateway.data('mutation { createCollection(name: "deep", crops: { levels: 4 }) { name } }');
    await expect(index('deep')).rejects.toThrow('costs more');
  });
});
