import { dot } from '@clipgraph/contracts';
import { globalId } from '@clipgraph/module-kit';
import { leavingCaller, moduleServer, type ModuleServer, type ModuleServerOptions } from '@clipgraph/module-testing';
import { colourPicture, fakeEncoder, twoColourPicture } from '@clipgraph/testing';
import { afterAll, describe, expect, it } from 'vitest';

import { embed } from './embed-module.ts';

const embedServer = (options: Partial<ModuleServerOptions> = {}): Promise<ModuleServer> => moduleServer({ modules: [embed()], ...options });

/** Keys whose operations may cost so much, by that number. */
const mayCost = (...points: number[]): NonNullable<ModuleServerOptions['keys']> =>
  Object.fromEntries(points.map((operationCost) => [String(operationCost), { operationCost }]));

const EMBED = /* GraphQL */ `
  query ($inputs: [ContentInput!]!, $model: String) {
    embed(inputs: $inputs, model: $model) {
      __typename
      ... on Embedding {
        base64
        values
        dimensions
        tokenCount
        truncated
        model {
          name
        }
      }
      ... on InputError {
        code
        message
      }
    }
  }
`;

async function picture(colour: string): Promise<{ image: { base64: string } }> {
  return { image: { base64: Buffer.from(await colourPicture(colour)).toString('base64') } };
}

describe('embed', async () => {
  const server = await embedServer();
  const { ask } = server;
  afterAll(() => server[Symbol.asyncDispose]());

  it('puts texts and images into one space, in the order of the inputs', async () => {
    const { data, codes } = await ask(EMBED, { inputs: [{ text: 'red' }, await picture('red'), { text: 'blue' }, await picture('blue')] });
    expect(codes).toBeUndefined();
    const vectors: Float32Array[] = data.embed.map(({ values }: { values: number[] }) => Float32Array.from(values));
    expect(dot(vectors[0]!, vectors[1]!)).toBeGreaterThan(0.5);
    expect(dot(vectors[2]!, vectors[3]!)).toBeGreaterThan(0.5);
    expect(dot(vectors[0]!, vectors[3]!)).toBeLessThan(0.3);
    expect(data.embed[0]).toMatchObject({
      __typename: 'Embedding',
      dimensions: 64,
      truncated: false,
      tokenCount: 3,
      model: { name: 'fake' },
    });
    expect(data.embed[1]).toMatchObject({ tokenCount: null, truncated: false });
  });

  it('carries the same unit vector as little-endian float32 in base64', async () => {
    const { data } = await ask(EMBED, { inputs: [{ text: 'a green boat' }] });
    const [{ base64, values }] = data.embed;
    const bytes = Buffer.from(base64, 'base64');
    expect(Array.from({ length: bytes.length / 4 }, (_, i) => bytes.readFloatLE(i * 4))).toEqual(values);
    expect(Math.hypot(...values)).toBeCloseTo(1, 5);
  });

  it('says when a text was too long for the model', async () => {
    await using server = await embedServer({ encoders: () => [fakeEncoder({ contextLength: 6 })] });
    const { data } = await server.ask(EMBED, { inputs: [{ text: 'one two three four five' }] });
    expect(data.embed).toMatchObject([{ truncated: true, tokenCount: 6 }]);
  });

  it('answers a wrong item in its place and the others beside it', async () => {
    const inputs = [
      { text: '' },
      { text: 'fine' },
      { image: { base64: 'bm90IGFuIGltYWdl' } },
      { image: { uploadId: 'x' } },
      await picture('red'),
    ];
    const { data, codes } = await ask(EMBED, { inputs });
    expect(codes).toBeUndefined();
    expect(data.embed.map(({ code, __typename }: { code?: string; __typename: string }) => code ?? __typename)).toEqual([
      'EMPTY',
      'Embedding',
      'UNSUPPORTED_FORMAT',
      'NOT_FOUND',
      'Embedding',
    ]);
    expect(data.embed[3].message).toBe('There is no such upload, or it has expired.');
  });

  describe('in crops', () => {
    const CROPS = /* GraphQL */ `
      query ($inputs: [ContentInput!]!, $crops: CropsInput) {
        embed(inputs: $inputs, crops: $crops) {
          ... on Embedding {
            values
            crops {
              box {
                left
                top
                width
                height
              }
              values
              base64
            }
          }
          ... on InputError {
            code
          }
        }
      }
    `;
    const half = async () => ({
      image: { base64: Buffer.from(await twoColourPicture('red', 'blue', 0.5, { width: 64, height: 64 })).toString('base64') },
    });
    const red = async () => Float32Array.from((await ask(EMBED, { inputs: [{ text: 'red' }] })).data.embed[0].values);
    const embedded = async (crops?: object) => (await ask(CROPS, { inputs: [await half()], crops })).data.embed[0];

    it('keeps each: the vector of the whole, and of each tile with its box', async () => {
      const { values, crops } = await embedded({});
      expect(values).toEqual((await embedded()).values);
      expect(crops.map(({ box }: { box: object }) => box)).toEqual([
        { left: 0, top: 0, width: 0.5, height: 0.5 },
        { left: 0.5, top: 0, width: 0.5, height: 0.5 },
        { left: 0, top: 0.5, width: 0.5, height: 0.5 },
        { left: 0.5, top: 0.5, width: 0.5, height: 0.5 },
      ]);
      const cosines = crops.map((crop: { values: number[] }) => dot(Float32Array.from(crop.values), Float32Array.from(values)));
      expect(Math.min(...cosines)).toBeLessThan(0.9);
      const wanted = await red();
      const [first, , third] = crops.map((crop: { values: number[] }) => dot(wanted, Float32Array.from(crop.values)));
      expect(first).toBeGreaterThan(third + 0.5);
      expect(Buffer.from(crops[0].base64, 'base64').readFloatLE(0)).toBe(crops[0].values[0]);
    });

    it('pools into one unit vector where it is asked to, and leaves texts as they are', async () => {
      const { values, crops } = await embedded({ levels: 3, keep: 'POOLED' });
      expect(crops).toBeNull();
      expect(Math.hypot(...values)).toBeCloseTo(1, 5);
      expect(values).not.toEqual((await embedded()).values);
      const { data } = await ask(CROPS, { inputs: [{ text: 'red' }], crops: { keep: 'EACH' } });
      expect(data.embed[0].crops).toBeNull();
    });

    it('costs as many images as a picture may be cut into, before any work', async () => {
      const prices = [
        { levels: 2, price: 5 * 250 + 40 },
        { levels: 3, price: 14 * 250 + 40 },
        { levels: 4, price: 30 * 250 + 40 },
      ];
      await using server = await embedServer({ keys: mayCost(...prices.flatMap(({ price }) => [price - 1, price])) });
      const inputs = [await half(), { text: 'red' }];
      for (const { levels, price } of prices) {
        const asked = (points: number) => server.ask(CROPS, { inputs, crops: { levels } }, { keyName: String(points) });
        expect(await asked(price - 1)).toMatchObject({ codes: ['COST_LIMIT_EXCEEDED'], cost: 0 });
        expect(await asked(price)).toMatchObject({ codes: undefined, cost: price });
      }
    });

    it('refuses levels that there are not, and answers a wrong picture in its place', async () => {
      for (const levels of [-1, 0, 1, 5]) {
        expect(await ask(CROPS, { inputs: [await half()], crops: { levels } })).toMatchObject({
          codes: ['BAD_USER_INPUT'],
          messages: ['crops.levels must be 2, 3 or 4.'],
        });
      }
      const { data } = await ask(CROPS, { inputs: [{ image: { base64: 'bm90IGFuIGltYWdl' } }, await half()], crops: { keep: 'EACH' } });
      expect(data.embed).toMatchObject([{ code: 'UNSUPPORTED_FORMAT' }, { crops: { length: 4 } }]);
    });
  });

  it('uses the model that is named, and the first one otherwise', async () => {
    await using server = await embedServer({
      encoders: () => [fakeEncoder({ name: 'small', dimensions: 32 }), fakeEncoder({ name: 'large', dimensions: 128 })],
    });
    const { ask } = server;
    const inputs = [{ text: 'red' }];
    expect((await ask(EMBED, { inputs })).data.embed).toMatchObject([{ dimensions: 32 }]);
    expect((await ask(EMBED, { inputs, model: 'large' })).data.embed).toMatchObject([{ dimensions: 128, model: { name: 'large' } }]);
    expect((await ask(EMBED, { inputs, model: 'none' })).codes).toEqual(['NOT_FOUND']);
  });

  it('refuses no inputs, too many, and inputs that are two things or none', async () => {
    expect((await ask(EMBED, { inputs: [] })).messages).toEqual(['inputs is empty.']);
    const many = Array.from({ length: 65 }, () => ({ text: 'red' }));
    expect((await ask(EMBED, { inputs: many })).messages).toEqual(['inputs holds 65 items; at most 64 are taken.']);
    expect((await ask(EMBED, { inputs: many.slice(1) })).data.embed).toHaveLength(64);
    expect((await ask(EMBED, { inputs: [{ text: 'red', ...(await picture('red')) }] })).data).toBeUndefined();
    expect((await ask(EMBED, { inputs: [{}] })).data).toBeUndefined();
    expect((await ask(EMBED, { inputs: [{ text: null }] })).data).toBeUndefined();
  });

  it('is paid for before any work', async () => {
    const encoder = fakeEncoder();
    await using server = await embedServer({ encoders: () => [encoder], keys: mayCost(250 + 79, 250 + 80) });
    const inputs = [{ text: 'red' }, await picture('red'), { text: '' }];
    expect(await server.ask(EMBED, { inputs }, { keyName: '329' })).toMatchObject({ codes: ['COST_LIMIT_EXCEEDED'], cost: 0 });
    expect(encoder.runs).toEqual([]);
    expect(await server.ask(EMBED, { inputs }, { keyName: '330' })).toMatchObject({ codes: undefined, cost: 330 });
  });

  it('takes texts only where the model reads them, and does not begin otherwise', async () => {
    const encoder = fakeEncoder({ text: false });
    await using server = await embedServer({ encoders: () => [encoder] });
    const { ask } = server;
    expect(await ask(EMBED, { inputs: [await picture('red'), { text: 'red' }] })).toMatchObject({ codes: ['UNSUPPORTED'], cost: 290 });
    expect(encoder.runs).toEqual([]);
    expect((await ask(EMBED, { inputs: [await picture('red')] })).codes).toBeUndefined();
  });

  it('fails as a whole with the model', async () => {
    await using server = await embedServer({ encoders: () => [fakeEncoder({ failsOn: (input) => input === 'poison' })] });
    const answer = await server.ask(EMBED, { inputs: [{ text: 'fine' }, { text: 'poison' }] });
    // How a client sees the code MODEL_FAILED.
    expect(answer).toMatchObject({ data: null, codes: ['INTERNAL_SERVER_ERROR'], messages: ['The model failed.'] });
  });

  it('stops when the caller leaves', async () => {
    const [caller, encoder] = [leavingCaller(), fakeEncoder()];
    await using server = await embedServer({ encoders: () => [caller.around(encoder)] });
    const asked = server.ask(EMBED, { inputs: [{ text: 'red' }, await picture('red')] }, { signal: caller.signal });
    await expect(asked).rejects.toThrow('The caller left.');
    await caller.told;
    expect(encoder.runs).toEqual([]);
  });
});

const MODEL = /* GraphQL */ `
  fragment Whole on Model {
    id
    name
    fingerprint
    isDefault
    modalities
    dimensions
    imageSize
    contextLength
    scoring
    templates
    licence
  }
`;

describe('models', async () => {
  const server = await embedServer({ encoders: () => [fakeEncoder({ name: 'one' }), fakeEncoder({ name: 'two', text: false })] });
  const { ask } = server;
  afterAll(() => server[Symbol.asyncDispose]());

  it('are those of the server, the default one first', async () => {
    const { data } = await ask(`${MODEL} { models { ...Whole } }`);
    expect(data.models).toMatchObject([
      { name: 'one', isDefault: true, modalities: ['IMAGE', 'TEXT'], contextLength: 77, scoring: 'SOFTMAX', licence: 'Apache-2.0' },
      { name: 'two', isDefault: false, modalities: ['IMAGE'], contextLength: null },
    ]);
  });

  it('are found again by their id', async () => {
    const { data } = await ask(`${MODEL} { models { ...Whole } }`);
    const { id } = data.models[1];
    const again = await ask(`${MODEL} query ($id: ID!) { node(id: $id) { __typename ...Whole } }`, { id });
    expect(again.data.node).toEqual({ __typename: 'Model', ...data.models[1] });
    const ids = [globalId('Model', 'three'), globalId('Model', 'one', 'more'), globalId('Model')];
    expect((await ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })).data.nodes).toEqual([null, null, null]);
  });
});
