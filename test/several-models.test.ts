import { cp, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';
import { twoModels, type TwoModels } from './two-models.ts';

interface Embedded {
  embed: [{ base64: string; model: { name: string } }];
}

const EMBED = `query ($image: Base64!, $model: String) {
  embed(inputs: [{ image: { base64: $image } }], model: $model) { ... on Embedding { base64 model { name } } }
}`;
const INDEX = `mutation ($collection: String!, $image: Base64!) {
  indexAssets(collection: $collection, assets: [{ key: "a", image: { base64: $image } }]) { ... on Asset { key } ... on InputError { code } }
}`;
const SEARCH = `query ($collection: String!, $image: Base64!) {
  search(collection: $collection, query: { image: { base64: $image } }) { edges { cosine node { key } } }
}`;

let models: TwoModels;
let folder: string;
let modelsDir: string;

beforeAll(async () => {
  models = await twoModels();
  ({ folder, modelsDir } = models);
});

afterAll(async () => models.dispose());

describe('a server with several models', () => {
  let gateway: TestGateway;
  let image: string;

  beforeAll(async () => {
    image = base64(await plainPicture('teal'));
    gateway = await testGateway({ modelsDir, models: ['first', 'second', 'second:quantized'] });
    await gateway.data(
      'mutation { one: createCollection(name: "one") { name } two: createCollection(name: "two", model: "second") { name } }',
    );
  });

  afterAll(async () => gateway.close());

  it('lists them by the names of the settings, the first as the default', async () => {
    const { models } = await gateway.data<{ models: { name: string; fingerprint: string }[] }>('{ models { name isDefault fingerprint } }');
    expect(models).toMatchObject([
      { name: 'first', isDefault: true },
      { name: 'second', isDefault: false },
      { name: 'second:quantized', isDefault: false },
    ]);
    expect(new Set(models.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  });

  it('answers with the one that is named, or with the first', async () => {
    const vectors: string[] = [];
    for (const model of [undefined, 'first', 'second', 'second:quantized']) {
      const { embed } = await gateway.data<Embedded>(EMBED, { image, model });
      expect(embed[0].model.name).toBe(model ?? 'first');
      vectors.push(embed[0].base64);
    }
    // The third has the graphs of the second; only its name is another.
    expect(vectors[0]).toBe(vectors[1]);
    expect(vectors[2]).toBe(vectors[3]);
    expect(vectors[0]).not.toBe(vectors[2]);
  });

  it('refuses a name that it has not, and says which it has', async () => {
    for (const query of [
      '{ embed(inputs: [{ text: "x" }], model: "third") { __typename } }',
      'mutation { createCollection(name: "x", model: "third") { name } }',
    ]) {
      const { errors } = await gateway.query(query);
      expect(errors?.[0]).toMatchObject({
        extensions: { code: 'NOT_FOUND' },
        message: expect.stringContaining('first, second, second:quantized'),
      });
    }
  });

  it('searches each collection with the model that made it', async () => {
    for (const collection of ['one', 'two']) {
      expect(await gateway.data(INDEX, { collection, image })).toEqual({ indexAssets: [{ key: 'a' }] });
      const { search } = await gateway.data<{ search: { edges: { cosine: number }[] } }>(SEARCH, { collection, image });
      expect(search.edges[0]?.cosine).toBeCloseTo(1, 4);
    }
    const { collections } = await gateway.data<{ collections: unknown }>('{ collections { name modelName } }');
    expect(collections).toEqual([
      { name: 'one', modelName: 'first' },
      { name: 'two', modelName: 'second' },
    ]);
  });

  it('counts for each model', async () => {
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    for (const name of ['first', 'second', 'second:quantized']) expect(metrics).toContain(`clipgraph_batched_items_total{model="${name}"}`);
  });
});

it('keeps a collection to its model: without it, searching and adding are refused by name', async () => {
  const dataDir = join(folder, 'data');
  const image = base64(await plainPicture('olive'));
  const both = await testGateway({ modelsDir, dataDir, models: ['first', 'second'] });
  await both.data('mutation { createCollection(name: "two", model: "second") { name } }');
  await both.data(INDEX, { collection: 'two', image });
  // The data stays: a second server opens it.
  await both.close({ keepData: true });

  const one = await testGateway({ modelsDir, dataDir, models: ['first'] });
  for (const query of [SEARCH, INDEX]) {
    const { errors } = await one.query(query, { collection: 'two', image });
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'CONFLICT' }, message: expect.stringContaining('second') });
  }
  await one.close();
});

describe('a model that cannot be loaded stops the start and names', () => {
  const start = (models: string[]): Promise<TestGateway> => testGateway({ modelsDir, models });

  it('the model that is not there', async () => {
    await expect(start(['first', 'third'])).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/"third".*models add third/),
    });
  });

  it('the file that a precision lacks', async () => {
    await expect(start(['first:q4'])).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/first:q4: .*onnx\/vision_model_q4\.onnx is missing/),
    });
  });

  it('the file that is broken', async () => {
    await cp(join(modelsDir, 'first'), join(modelsDir, 'broken'), { recursive: true });
    await truncate(join(modelsDir, 'broken/onnx/text_model.onnx'), 1000);
    const error = await start(['first', 'broken']).catch((error: unknown) => error as Error);
    expect(error).toMatchObject({ name: 'ConfigError', message: expect.stringMatching(/broken: .*text_model\.onnx/) });
    expect((error as Error).message).not.toContain(folder);
  });
});
