import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const INDEX = `mutation ($collection: String!, $image: Base64!) {
  indexAssets(collection: $collection, assets: [{ key: "a", image: { base64: $image } }]) { __typename }
}`;

/** A counter of the only model. */
async function counted(gateway: TestGateway, name: string): Promise<number> {
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  return Number(new RegExp(`^${name}\\{model="mini"\\} (\\d+)$`, 'm').exec(metrics)?.[1]);
}

describe('a picture that was seen before', () => {
  let gateway: TestGateway;
  let image: string;

  beforeAll(async () => {
    image = base64(await plainPicture('crimson'));
    gateway = await testGateway();
    await gateway.data('mutation { one: createCollection(name: "one") { name } two: createCollection(name: "two") { name } }');
  });

  afterAll(async () => gateway.close());

  it('is not shown to the model again, whatever it is wanted for, also after a restart', async () => {
    for (const collection of ['one', 'two'])
      expect(await gateway.data(INDEX, { collection, image })).toEqual({ indexAssets: [{ __typename: 'Asset' }] });
    expect(await counted(gateway, 'clipgraph_vector_cache_hits_total')).toBe(1);
    expect(await counted(gateway, 'clipgraph_batched_items_total')).toBe(1);

    await gateway.restart();
    const embed = 'query ($image: Base64!) { embed(inputs: [{ image: { base64: $image } }]) { __typename } }';
    expect(await gateway.data(embed, { image })).toEqual({ embed: [{ __typename: 'Embedding' }] });
    expect(await counted(gateway, 'clipgraph_vector_cache_hits_total')).toBe(1);
    expect(await counted(gateway, 'clipgraph_vector_cache_misses_total')).toBe(0);
    expect(await counted(gateway, 'clipgraph_batched_items_total')).toBe(0);
  });
});

it('is shown again where there is no cache', async () => {
  const gateway = await testGateway({ vectorCacheBytes: 0 });
  const image = base64(await plainPicture('crimson'));
  const query = 'query ($image: Base64!) { embed(inputs: [{ image: { base64: $image } }]) { __typename } }';
  for (let i = 0; i < 2; i += 1) await gateway.data(query, { image });
  expect(await counted(gateway, 'clipgraph_batched_items_total')).toBe(2);
  await gateway.close();
});
