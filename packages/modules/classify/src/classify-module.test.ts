import { PluginError } from '@clipgraph/contracts';
import { globalId } from '@clipgraph/module-kit';
import { fakeEncoder } from '@clipgraph/testing';
import { afterAll, describe, expect, it } from 'vitest';

import { classifyServer } from './testing/classify-server.ts';
import { picture } from './testing/picture-input.ts';

/** An address where nothing listens, and a collection that cannot be reached. */
const NOWHERE = 'http://127.0.0.1:1/a.png';
const server = await classifyServer({
  config: { fetchAllow: ['127.0.0.1:1'] },
  ports: ({ vectors }) => ({
    vectors: {
      ...vectors,
      async collection(name) {
        if (name === 'away') throw new PluginError('UNAVAILABLE', 'The store is away.');
        return vectors.collection(name);
      },
    },
  }),
});
const { ask } = server;
const blind = await classifyServer({ encoders: () => [fakeEncoder({ text: false })] });
afterAll(async () => {
  await blind[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const CLASSIFY = /* GraphQL */ `
  query ($images: [ImageInput!]!, $by: ClassifyBy!, $templates: [String!], $mode: ClassifyMode, $top: Int, $model: String) {
    classify(images: $images, by: $by, templates: $templates, mode: $mode, top: $top, model: $model) {
      __typename
      ... on Classification {
        unknown
        labels {
          label
          probability
          cosine
        }
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

interface Answer {
  unknown: boolean;
  labels: { label: string; probability: number; cosine: number }[];
}
const best = (answers: Answer[]): string[] => answers.map(({ labels }) => labels[0]!.label);

describe('classify', () => {
  const labels = ['red', 'green', 'blue', 'an old boat'];

  it('finds the label of each picture, with probabilities that add up to 1', async () => {
    const images = await Promise.all(['blue', 'red', 'green'].map(picture));
    const { data, codes } = await ask(CLASSIFY, { images, by: { labels } });
    expect(codes).toBeUndefined();
    expect(best(data.classify)).toEqual(['blue', 'red', 'green']);
    for (const { labels: scored, model, unknown } of data.classify) {
      expect(scored).toHaveLength(4);
      expect(scored.reduce((sum: number, { probability }: { probability: number }) => sum + probability, 0)).toBeCloseTo(1, 9);
      expect(scored[0].cosine).toBeGreaterThan(0.5);
      expect({ model, unknown }).toEqual({ model: { name: 'fake' }, unknown: false });
    }
  });

  it('lets each label stand alone in ANY_OF, so that two can be true and none can', async () => {
    const images = [await picture('red'), await picture('white')];
    const { data } = await ask(CLASSIFY, { images, by: { labels: ['red', 'crimson', 'blue'] }, mode: 'ANY_OF' });
    const [red, white] = data.classify.map(({ labels }: Answer) => Object.fromEntries(labels.map((l) => [l.label, l.probability])));
    expect(red.red).toBeGreaterThan(0.9);
    expect(red.crimson).toBeGreaterThan(0.9);
    expect(red.blue).toBeLessThan(0.5);
    expect(Math.max(...(Object.values(white) as number[]))).toBeLessThan(0.5);
  });

  it('says unknown of a picture that no label fits', async () => {
    const images = [await picture('white'), await picture('red')];
    const { data } = await ask(CLASSIFY, { images, by: { labels: ['red', 'green'] } });
    expect(data.classify.map(({ unknown }: Answer) => unknown)).toEqual([true, false]);
  });

  it('takes prompts for each class, and templates', async () => {
    const images = [await picture('red')];
    const by = { classes: [{ name: 'warm', prompts: ['red', 'orange'] }, { name: 'cold', prompts: ['blue', 'cyan'] }, { name: 'green' }] };
    expect(best((await ask(CLASSIFY, { images, by })).data.classify)).toEqual(['warm']);
    const turned = await ask(CLASSIFY, { images, by: { labels: ['one', 'two'] }, templates: ['{label} red', 'red {label}'] });
    expect(turned.data.classify[0].labels).toHaveLength(2);
  });

  it('gives the best ones only, as many as asked for; five unless told', async () => {
    const names = ['red', 'green', 'blue', 'white', 'black', 'pink', 'brown'];
    const images = [await picture('pink')];
    const counts = [];
    for (const top of [undefined, null, 1, 1000]) {
      const { data } = await ask(CLASSIFY, { images, by: { labels: names }, top });
      expect(best(data.classify)).toEqual(['pink']);
      counts.push(data.classify[0].labels.length);
    }
    expect(counts).toEqual([5, 5, 1, 7]);
  });

  it('answers a wrong image in its place and the others beside it', async () => {
    const images = [await picture('red'), { base64: 'bm90IGFuIGltYWdl' }, { url: NOWHERE }, { base64: '' }];
    const { data, codes } = await ask(CLASSIFY, { images, by: { labels } });
    expect(codes).toBeUndefined();
    expect(data.classify.map(({ __typename, code }: { __typename: string; code?: string }) => code ?? __typename)).toEqual([
      'Classification',
      'UNSUPPORTED_FORMAT',
      'FETCH_FAILED',
      'EMPTY',
    ]);
  });

  it('costs the labels, the images and the scores, whether the server knows the labels or not', async () => {
    const images = await Promise.all(['red', 'blue'].map(picture));
    const scores = 2 * labels.length;
    expect((await ask(CLASSIFY, { images, by: { labels } })).cost).toBe(2 * 250 + labels.length * 40 + scores);
    expect((await ask(CLASSIFY, { images, by: { labels } })).cost).toBe(2 * 250 + labels.length * 40 + scores);
    expect((await ask(CLASSIFY, { images, by: { labels: [...labels, 'pink'] }, top: 1 })).cost).toBe(
      2 * 250 + (labels.length + 1) * 40 + 2,
    );
    const classes = [{ name: 'warm', prompts: ['red', 'orange', 'pink'] }, { name: 'cold' }];
    const own = { images, by: { classes }, templates: ['a {label}', 'the {label}'] };
    expect((await ask(CLASSIFY, own)).cost).toBe(2 * 250 + (3 + 2) * 40 + 2 * 2);
  });

  it('is refused before any work when it costs too much', async () => {
    const encoder = fakeEncoder();
    const names = Array.from({ length: 1000 }, (_, i) => `thing ${i}`);
    await using poor = await classifyServer({ encoders: () => [encoder], limits: { operationCost: 10_000 } });
    const { codes } = await poor.ask(CLASSIFY, { images: [await picture('red')], by: { labels: names } });
    expect(codes).toEqual(['COST_LIMIT_EXCEEDED']);
    expect(encoder.runs).toEqual([]);
  });

  it.each([
    ['an empty label', { by: { labels: ['red', ''] } }, 'BAD_USER_INPUT', 'by.labels[1] is empty.'],
    ['no image', { images: [], by: { labels: ['red'] } }, 'BAD_USER_INPUT', 'images is empty.'],
    [
      'too many images',
      { images: Array.from({ length: 65 }, () => ({ base64: '' })), by: { labels: ['red'] } },
      'BAD_USER_INPUT',
      'images holds 65',
    ],
    ['a top of zero', { by: { labels: ['red'] }, top: 0 }, 'BAD_USER_INPUT', 'top must be from 1 to 1000.'],
    ['an unknown model', { by: { labels: ['red'] }, model: 'huge' }, 'NOT_FOUND', 'it has: fake'],
    ['an engine that is away', { images: [{ assetId: globalId('Asset', 'away', 'x') }], by: { labels: ['red'] } }, 'UNAVAILABLE', ''],
  ])('with %s is an error of the whole request', async (_, variables, code, message) => {
    const { data, codes, messages } = await ask(CLASSIFY, { images: [await picture('red')], ...variables });
    expect(codes).toEqual([code]);
    expect(messages![0]).toContain(message);
    expect(data).toBeNull();
  });

  it('needs a model that reads text', async () => {
    const { codes } = await blind.ask(CLASSIFY, { images: [await picture('red')], by: { labels } });
    expect(codes).toEqual(['UNSUPPORTED']);
  });

  it('gives the same answer to the same question, whatever was asked before', async () => {
    const question = { images: [await picture('teal')], by: { labels } };
    await using fresh = await classifyServer();
    const first = await fresh.ask(CLASSIFY, question);
    const second = await ask(CLASSIFY, question);
    expect(second.data).toEqual(first.data);
  });
});

const SIMILARITY = /* GraphQL */ `
  query ($images: [ImageInput!]!, $texts: [String!]!, $model: String) {
    similarity(images: $images, texts: $texts, model: $model) {
      cosine
      imageErrors {
        code
      }
      textErrors {
        code
      }
      model {
        name
      }
    }
  }
`;

describe('similarity', () => {
  it('is the cosine of every image with every text', async () => {
    const images = await Promise.all(['red', 'blue'].map(picture));
    const { data, cost } = await ask(SIMILARITY, { images, texts: ['red', 'blue', 'a boat'] });
    const [[redRed, redBlue], [blueRed, blueBlue]] = data.similarity.cosine;
    expect(Math.min(redRed, blueBlue)).toBeGreaterThan(0.5);
    expect(Math.max(redBlue, blueRed)).toBeLessThan(0.3);
    expect(data.similarity).toMatchObject({ imageErrors: [null, null], textErrors: [null, null, null], model: { name: 'fake' } });
    expect(cost).toBe(2 * 250 + 3 * 40);
  });

  it('has nulls in the row of a wrong image and the column of a wrong text, and says why', async () => {
    const images = [{ base64: 'bm90IGFuIGltYWdl' }, await picture('red')];
    const { data, codes } = await ask(SIMILARITY, { images, texts: ['red', ' ', 'blue'] });
    expect(codes).toBeUndefined();
    expect(data.similarity).toMatchObject({
      cosine: [
        [null, null, null],
        [expect.any(Number), null, expect.any(Number)],
      ],
      imageErrors: [{ code: 'UNSUPPORTED_FORMAT' }, null],
      textErrors: [null, { code: 'EMPTY' }, null],
    });
  });

  it('is limited, and needs a model that reads text', async () => {
    const images = [await picture('red')];
    const many = Array.from({ length: 65 }, () => 'red');
    expect((await ask(SIMILARITY, { images, texts: many })).messages).toEqual(['texts holds 65 items; at most 64 are taken.']);
    expect((await ask(SIMILARITY, { images, texts: [] })).codes).toEqual(['BAD_USER_INPUT']);
    expect((await blind.ask(SIMILARITY, { images, texts: ['red'] })).codes).toEqual(['UNSUPPORTED']);
  });
});
