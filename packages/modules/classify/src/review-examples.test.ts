import { createHash } from 'node:crypto';

import type { Embedder, ReviewedPicture, ReviewQuery, ReviewReader } from '@clipgraph/contracts';
import { globalId } from '@clipgraph/module-kit';
import type { ModuleAnswer, ModuleServer } from '@clipgraph/module-testing';
import { fakeEncoder, twoColourPicture } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { classifyServer } from './testing/classify-server.ts';
import { inline } from './testing/picture-input.ts';

const SAVE = 'mutation ($input: ClassifierInput!) { saveClassifier(input: $input) { version } }';
const TRAIN = `mutation ($name: String!, $fromReviews: ReviewExamples, $examples: [ExampleInput!], $model: String) {
  trainClassifier(name: $name, fromReviews: $fromReviews, examples: $examples, model: $model) {
    skipped truncated
    errors { index key verdictId error { code message } }
    classifier { version training { kept examples trainedAccuracy classes { label examples } } }
  }
}`;
const CLASSIFY = `query ($images: [ImageInput!]!, $name: String!) {
  classify(images: $images, by: { classifier: $name }, top: 1) { ... on Classification { labels { label } } }
}`;
const LABELS = [
  { action: 'BLOCK', labels: ['weapon'] },
  { action: 'ALLOW', labels: ['fine'] },
];

describe('training from reviews', () => {
  let server: ModuleServer;
  /** What the module reads the reviews with. */
  let reviews: ReviewReader;
  let embedder: Embedder;
  let other: Embedder;
  beforeAll(async () => {
    server = await classifyServer({
      encoders: () => [fakeEncoder(), fakeEncoder({ name: 'other' })],
      ports: () => ({ reviews: (query, options) => reviews(query, options) }),
    });
    [embedder, other] = [server.ports.embedders.named('fake'), server.ports.embedders.named('other')];
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** What people decided, the newest verdict first, about two-coloured pictures: [upper colour, lower colour, answer]. */
  async function decisions(...decided: (readonly [string, string, string, Partial<ReviewedPicture>?])[]): Promise<ReviewedPicture[]> {
    return Promise.all(
      decided.map(async ([upper, lower, action, more], index): Promise<ReviewedPicture> => {
        const bytes = await twoColourPicture(upper, lower, 0.5);
        const vector = await embedder.embedImage(bytes);
        return {
          verdictId: globalId('ModerationVerdict', `verdict ${index}`),
          action,
          resolvedAt: new Date(Date.UTC(2026, 0, 30 - index)),
          contentHash: createHash('sha256').update(bytes).digest('hex'),
          seen: { vector, fingerprint: embedder.model.fingerprint },
          ...more,
        };
      }),
    );
  }

  /** Reds were blocked, blues allowed. */
  const TELLING = [
    ['red', 'white', 'BLOCK'],
    ['red', 'black', 'BLOCK'],
    ['red', 'grey', 'BLOCK'],
    ['blue', 'white', 'ALLOW'],
    ['blue', 'black', 'ALLOW'],
    ['blue', 'grey', 'ALLOW'],
  ] as const;

  let saved = 0;
  /** Trains a fresh classifier of the two classes from a source that has these decisions. */
  async function train(
    pictures: readonly ReviewedPicture[],
    fromReviews: object = { labels: LABELS },
    { classes = ['weapon', 'fine'], mode = 'ONE_OF', truncated = false, ...more } = {} as {
      classes?: string[];
      mode?: string;
      truncated?: boolean;
      model?: string;
      examples?: object[];
    },
  ): Promise<ModuleAnswer & { readonly name: string; readonly queries: ReviewQuery[]; classify(images: object[]): Promise<string[]> }> {
    const queries: ReviewQuery[] = [];
    reviews = async (query) => {
      queries.push(query);
      return { pictures, truncated };
    };
    const name = `reviews-${saved++}`;
    await server.ask(SAVE, { input: { name, mode, classes: classes.map((one) => ({ name: one })) } });
    const asked = await server.ask(TRAIN, { name, fromReviews, ...more });
    return {
      ...asked,
      name,
      queries,
      classify: async (images) =>
        (await server.ask(CLASSIFY, { images, name })).data.classify.map(({ labels }: { labels: { label: string }[] }) => labels[0]!.label),
    };
  }

  it('takes answers for the classes that they are said to mean, and finds what was not decided yet', async () => {
    const { data, codes, cost, queries, classify } = await train(await decisions(...TELLING));
    expect(codes).toBeUndefined();
    expect(data.trainClassifier).toMatchObject({
      skipped: 0,
      errors: [],
      truncated: false,
      classifier: {
        version: 2,
        training: {
          kept: 'TRAINED',
          examples: 6,
          trainedAccuracy: 1,
          classes: [
            { label: 'weapon', examples: 3 },
            { label: 'fine', examples: 3 },
          ],
        },
      },
    });
    const unseen = [inline(await twoColourPicture('red', 'green', 0.6)), inline(await twoColourPicture('blue', 'green', 0.6))];
    expect(await classify(unseen)).toEqual(['weapon', 'fine']);
    expect(queries).toEqual([{ policy: undefined, rule: undefined, from: undefined, to: undefined, first: 5000 }]);
    // No picture was looked at.
    expect(cost).toBeLessThan(embedder.model.dimensions * 10);
  });

  it('asks for the reviews of a policy, a rule and a time', async () => {
    const wanted = { policy: 'forum', rule: 'weapons', from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z', first: 9 };
    const { queries, data } = await train(await decisions(...TELLING), { ...wanted, labels: LABELS }, { truncated: true });
    expect(queries).toEqual([{ ...wanted, from: new Date(wanted.from), to: new Date(wanted.to) }]);
    expect(data.trainClassifier.truncated).toBe(true);
  });

  it('without a meaning takes answers for the classes of their names, and passes over the others', async () => {
    const pictures = await decisions(...TELLING, ['green', 'white', 'BLUR'], ['green', 'black', 'REVIEW']);
    const { data } = await train(pictures, {}, { classes: ['BLOCK', 'ALLOW'] });
    expect(data.trainClassifier).toMatchObject({ skipped: 0, classifier: { training: { examples: 6 } } });
    const { messages } = await train(pictures, {});
    expect(messages).toEqual(['No class is named ALLOW, BLUR, REVIEW, BLOCK: say with fromReviews.labels what the answers mean.']);
  });

  it('counts a picture once, as it was decided last, even where that means nothing here', async () => {
    const late = { resolvedAt: new Date(Date.UTC(2026, 5, 1)) };
    const pictures = await decisions(
      ...TELLING,
      ['red', 'green', 'ALLOW'],
      // An older verdict, decided later.
      ['red', 'green', 'BLOCK', late],
      ['blue', 'green', 'BLUR', late],
      ['blue', 'green', 'ALLOW'],
    );
    const { data } = await train(pictures);
    const { skipped, errors, classifier } = data.trainClassifier;
    expect(classifier.training.classes).toEqual([
      { label: 'weapon', examples: 4 },
      { label: 'fine', examples: 3 },
    ]);
    const message = 'This picture was decided again later; the last decision counts.';
    expect({ skipped, errors }).toEqual({
      skipped: 2,
      errors: [6, 9].map((index) => ({
        index: null,
        key: null,
        verdictId: pictures[index]!.verdictId,
        error: { code: 'INVALID', message },
      })),
    });
  });

  it('counts an example of the request before a decision about the same picture', async () => {
    const pictures = await decisions(...TELLING, ['red', 'green', 'ALLOW']);
    const examples = [{ image: inline(await twoColourPicture('red', 'green', 0.5)), labels: ['weapon'] }];
    const { data } = await train(pictures, { labels: LABELS }, { examples });
    expect(data.trainClassifier.classifier.training.classes[0]).toEqual({ label: 'weapon', examples: 4 });
    expect(data.trainClassifier.errors).toEqual([
      {
        index: null,
        key: null,
        verdictId: pictures[6]!.verdictId,
        error: { code: 'INVALID', message: 'The same picture came before among these examples, with other labels; the first counts.' },
      },
    ]);
  });

  it('leaves out pictures without a vector and those of another model, and says which', async () => {
    const { vector, fingerprint } = { vector: await other.embedImage(await twoColourPicture('red', 'pink', 0.5)), ...other.model };
    const pictures = await decisions(
      ...TELLING,
      ['red', 'green', 'BLOCK', { seen: undefined }],
      ['red', 'pink', 'BLOCK', { seen: { vector, fingerprint } }],
    );
    const { data } = await train(pictures);
    expect(data.trainClassifier.errors.map(({ error }: { error: { message: string } }) => error.message)).toEqual([
      'The vector of this picture was not kept.',
      'Another model made the vector of this picture.',
    ]);
    const { messages } = await train(pictures, { labels: LABELS }, { model: 'other' });
    expect(messages![0]).toMatch(/^classes\[0\] has too few examples: 1; .* 7 of 8 examples could not be used; the first: Another model/);
  });

  it('of ANY_OF lets an answer mean several classes, or none', async () => {
    const labels = [
      { action: 'BLOCK', labels: ['weapon', 'fine'] },
      { action: 'ALLOW', labels: [] },
    ];
    const { data } = await train(await decisions(...TELLING), { labels }, { mode: 'ANY_OF' });
    expect(data.trainClassifier.classifier.training).toMatchObject({ examples: 6, classes: [{ examples: 3 }, { examples: 3 }] });
  });

  it.each<[string, object, string]>([
    ['no meaning', { labels: [] }, 'fromReviews.labels is empty.'],
    ['an answer twice', { labels: [LABELS[0], LABELS[1], LABELS[0]] }, 'fromReviews.labels[2] says twice what BLOCK means.'],
    [
      'a class that is none',
      { labels: [{ action: 'BLOCK', labels: ['x'] }] },
      'fromReviews.labels[0].labels holds a label that is no class',
    ],
    ['two classes for one', { labels: [{ action: 'BLOCK', labels: ['weapon', 'fine'] }] }, 'fromReviews.labels[0].labels holds 2 labels'],
    ['too many', { labels: LABELS, first: 5001 }, 'fromReviews.first must be from 1 to 5000.'],
    ['none', { labels: LABELS, first: 0 }, 'fromReviews.first must be from 1 to 5000.'],
  ])('refuses %s, and saves nothing', async (_, fromReviews, message) => {
    const { codes, messages, queries } = await train(await decisions(...TELLING), fromReviews);
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(messages![0]).toContain(message);
    expect(queries).toEqual([]);
  });

  it('says so where there is too little, or nothing to learn from', async () => {
    expect((await train(await decisions(...TELLING.slice(0, 4)))).messages![0]).toContain('classes[1] has too few examples: 1;');
    expect((await train([])).messages).toEqual(['No review has been decided that passes fromReviews, with an answer that means a class.']);
    await using alone = await classifyServer();
    await alone.ask(SAVE, { input: { name: 'alone', classes: [{ name: 'weapon' }, { name: 'fine' }] } });
    expect((await alone.ask(TRAIN, { name: 'alone', fromReviews: { labels: LABELS } })).codes).toEqual(['UNSUPPORTED']);
  });
});
