import type { Encoder, ImageTower } from '@clipgraph/contracts';
import { globalId } from '@clipgraph/module-kit';
import { leavingCaller, type ModuleServer } from '@clipgraph/module-testing';
import { fakeEncoder, twoColourPicture } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { classifyServer } from './testing/classify-server.ts';
import { inline, picture } from './testing/picture-input.ts';

const SAVE = /* GraphQL */ `
  mutation ($input: ClassifierInput!) {
    saveClassifier(input: $input) {
      id
      name
      version
      mode
      templates
      createdAt
      classes {
        name
        prompts
      }
      training {
        kept
      }
    }
  }
`;
const TRAIN = /* GraphQL */ `
  mutation ($name: String!, $examples: [ExampleInput!], $fromCollection: CollectionExamples, $model: String) {
    trainClassifier(name: $name, examples: $examples, fromCollection: $fromCollection, model: $model) {
      skipped
      errors {
        index
        key
        error {
          code
          message
        }
      }
      classifier {
        name
        version
        training {
          kept
          modelName
          zeroShotAccuracy
          trainedAccuracy
          examples
          folds
          strength
          temperature
          confusion
          classes {
            label
            examples
            precision
            recall
          }
          reliability {
            from
            to
            count
            confidence
            accuracy
          }
        }
      }
    }
  }
`;
const CLASSIFY = /* GraphQL */ `
  query ($images: [ImageInput!]!, $classifier: String!, $templates: [String!], $mode: ClassifyMode, $model: String) {
    classify(images: $images, by: { classifier: $classifier }, templates: $templates, mode: $mode, model: $model) {
      ... on Classification {
        unknown
        labels {
          label
          probability
          cosine
        }
      }
      ... on InputError {
        code
      }
    }
  }
`;

interface Label {
  label: string;
  probability: number;
  cosine: number;
}

/** Keys whose operations may cost less than what they ask for. */
const KEYS = { any: {}, 'pays 1000': { operationCost: 1000 }, 'pays for 12 pictures, nearly': { operationCost: 12 * 250 - 1 } };

let server: ModuleServer;
const both = (): Encoder[] => [fakeEncoder(), fakeEncoder({ name: 'other' })];
/** What the server opens at its next start. */
let encoders = both;
const best = (data: { classify: { labels: Label[] }[] }): string[] => data.classify.map(({ labels }) => labels[0]!.label);
const classify = (classifier: string, images: unknown[], more: object = {}) => server.ask(CLASSIFY, { classifier, images, ...more });
const save = async (input: object) => (await server.ask(SAVE, { input })).data.saveClassifier;
const train = (variables: object, keyName?: keyof typeof KEYS) => server.ask(TRAIN, { ...variables }, { keyName });

/** Pictures of one colour above another, no two of them the same. */
const mixed = (upper: string, lower: string, count = 6) =>
  Promise.all(Array.from({ length: count }, async (_, i) => inline(await twoColourPicture(upper, lower, 0.5 + i / 20))));

const labelled = async (colours: Record<string, [string, string]>, count?: number) =>
  (
    await Promise.all(
      Object.entries(colours).map(async ([label, [upper, lower]]) =>
        (await mixed(upper, lower, count)).map((image) => ({ image, labels: [label] })),
      ),
    )
  ).flat();

/** The names say nothing: only examples tell that widgets are red and gadgets blue. */
const WIDGETS = { name: 'widgets', classes: [{ name: 'widget' }, { name: 'gadget' }] };
const TELLING: Record<string, [string, string]> = { widget: ['red', 'white'], gadget: ['blue', 'white'] };

beforeAll(async () => {
  server = await classifyServer({ encoders: () => encoders(), keys: KEYS });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('a saved classifier', () => {
  const colours = {
    name: 'colours',
    classes: [{ name: 'warm', prompts: ['red', 'orange'] }, { name: 'blue' }],
    templates: ['{label}', 'a {label} thing'],
  };

  it('is what was saved, as version 1, and can be found by its id', async () => {
    const saved = await save(colours);
    expect(saved).toEqual({
      ...colours,
      id: globalId('Classifier', 'colours', '1'),
      version: 1,
      mode: 'ONE_OF',
      classes: [colours.classes[0], { name: 'blue', prompts: null }],
      createdAt: expect.any(String),
      training: null,
    });
    const { data } = await server.ask('query ($id: ID!) { node(id: $id) { __typename ... on Classifier { version } } }', { id: saved.id });
    expect(data.node).toEqual({ __typename: 'Classifier', version: 1 });
  });

  it('classifies as its classes and templates would, with its own mode', async () => {
    const images = [await picture('red'), await picture('navy')];
    expect(best((await classify('colours', images)).data)).toEqual(['warm', 'blue']);
    const query = `query ($images: [ImageInput!]!, $by: ClassifyBy!, $templates: [String!]) {
      classify(images: $images, by: $by, templates: $templates) { ... on Classification { labels { label probability cosine } unknown } }
    }`;
    const { data } = await server.ask(query, { images, by: { classes: colours.classes }, templates: colours.templates });
    expect((await classify('colours', images)).data).toEqual(data);

    await save({ ...colours, name: 'any', mode: 'ANY_OF' });
    const sum = (await classify('any', images)).data.classify[0].labels.reduce(
      (sum: number, { probability }: Label) => sum + probability,
      0,
    );
    expect(sum).not.toBeCloseTo(1, 3);
  });

  it('says unknown of what none of its classes fits', async () => {
    const { data } = await classify('colours', [await picture('green'), await picture('red')]);
    expect(data.classify.map(({ unknown }: { unknown: boolean }) => unknown)).toEqual([true, false]);
  });

  it('is never changed: saving again makes the next version, and both can be used', async () => {
    await save({
      name: 'turn',
      classes: [
        { name: 'x', prompts: ['red'] },
        { name: 'y', prompts: ['blue'] },
      ],
    });
    const second = await save({
      name: 'turn',
      classes: [
        { name: 'x', prompts: ['blue'] },
        { name: 'y', prompts: ['red'] },
      ],
    });
    expect(second.version).toBe(2);
    const images = [await picture('red')];
    expect([best((await classify('turn', images)).data), best((await classify('turn@1', images)).data)]).toEqual([['y'], ['x']]);
    const { data } = await server.ask(
      '{ classifier(name: "turn") { version versions { version } } first: classifier(name: "turn", version: 1) { classes { prompts } } none: classifier(name: "turn", version: 3) { name } bad: classifier(name: "../x") { name } }',
      {},
    );
    expect(data).toEqual({
      classifier: { version: 2, versions: [{ version: 2 }, { version: 1 }] },
      first: { classes: [{ prompts: ['red'] }, { prompts: ['blue'] }] },
      none: null,
      bad: null,
    });
  });

  it('gets a version of its own when many are saved at once', async () => {
    const input = { name: 'race', classes: [{ name: 'a' }] };
    const versions = (await Promise.all(Array.from({ length: 5 }, () => save(input)))).map(({ version }) => version);
    expect(versions.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });

  it('is listed by name, each in its newest version', async () => {
    for (const name of ['list-b', 'list', 'list-a', 'list']) await save({ name, classes: [{ name: 'a' }] });
    const list = async (first: number, after: string) =>
      (
        await server.ask('query ($first: Int, $after: String) { classifiers(first: $first, after: $after) { name version } }', {
          first,
          after,
        })
      ).data.classifiers.map(({ name, version }: { name: string; version: number }) => `${name}@${version}`);
    expect(await list(2, 'lis')).toEqual(['list-a@1', 'list-b@1']);
    expect(await list(100, 'list-b')).not.toContain('list-b@1');
  });

  it.each([
    ['an impossible name', { name: 'a/b', classes: [{ name: 'x' }] }, 'The name of a classifier'],
    ['no class', { name: 'a', classes: [] }, 'input.classes is empty.'],
    ['a class twice', { name: 'a', classes: [{ name: 'x' }, { name: ' x ' }] }, 'input.classes[1] is the same label as input.classes[0].'],
    ['an empty prompt', { name: 'a', classes: [{ name: 'x', prompts: [''] }] }, 'input.classes[0].prompts[0] is empty.'],
    ['a template without a place', { name: 'a', classes: [{ name: 'x' }], templates: ['x'] }, 'templates[0] does not hold {label}.'],
  ])('with %s is refused', async (_, input, message) => {
    const { codes, messages } = await server.ask(SAVE, { input });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(messages![0]).toContain(message);
  });

  it.each([
    ['is not there', { classifier: 'nothing' }, 'NOT_FOUND'],
    ['has no such version', { classifier: 'colours@99' }, 'NOT_FOUND'],
    ['has a version that is no number', { classifier: 'colours@x' }, 'NOT_FOUND'],
    ['comes with templates', { classifier: 'colours', templates: ['{label}'] }, 'BAD_USER_INPUT'],
    ['comes with a mode', { classifier: 'colours', mode: 'ONE_OF' }, 'BAD_USER_INPUT'],
  ])('that %s is refused', async (_, variables, code) => {
    const { codes } = await server.ask(CLASSIFY, { images: [await picture('red')], ...variables });
    expect(codes).toEqual([code]);
  });
});

describe('training', () => {
  it('learns from examples what the names do not say, and reports how well', async () => {
    await save(WIDGETS);
    const { data, codes } = await train({ name: 'widgets', examples: await labelled(TELLING) });
    expect(codes).toBeUndefined();
    const { classifier, skipped, errors } = data.trainClassifier;
    expect({ skipped, errors, version: classifier.version }).toEqual({ skipped: 0, errors: [], version: 2 });
    const { training } = classifier;
    expect(training).toMatchObject({
      kept: 'TRAINED',
      modelName: 'fake',
      trainedAccuracy: 1,
      examples: 12,
      folds: 5,
      confusion: [
        [6, 0],
        [0, 6],
      ],
      classes: [
        { label: 'widget', examples: 6, precision: 1, recall: 1 },
        { label: 'gadget', examples: 6, precision: 1, recall: 1 },
      ],
    });
    expect(training.zeroShotAccuracy).toBeLessThan(1);
    expect(training.reliability.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(12);

    const unseen = [inline(await twoColourPicture('blue', 'grey', 0.7)), inline(await twoColourPicture('red', 'grey', 0.7))];
    const answer = await classify('widgets', unseen);
    expect(best(answer.data)).toEqual(['gadget', 'widget']);
    for (const { labels } of answer.data.classify) {
      expect(labels.reduce((sum: number, { probability }: Label) => sum + probability, 0)).toBeCloseTo(1, 9);
      expect(labels[0].probability).toBeGreaterThan(0.8);
    }
    const unknown = async (version: number, images: unknown[]) =>
      (await classify(`widgets@${version}`, images)).data.classify.map(({ unknown }: { unknown: boolean }) => unknown);
    const pictures = [...unseen, await picture('green')];
    expect([await unknown(1, pictures), await unknown(2, pictures)]).toEqual([
      [true, true, true],
      [false, false, true],
    ]);
  });

  it('gives the same classifier for the same examples', async () => {
    const answers = [];
    for (let i = 0; i < 2; i++) {
      await save({ ...WIDGETS, name: `same-${i}` });
      const { data } = await train({ name: `same-${i}`, examples: await labelled(TELLING) });
      answers.push([data.trainClassifier.classifier.training, (await classify(`same-${i}`, await mixed('red', 'blue'))).data]);
    }
    expect(answers[0]).toEqual(answers[1]);
  });

  it('keeps zero-shot, and says so, where examples are wrong more often than the prompts', async () => {
    await save({ name: 'honest', classes: [{ name: 'red' }, { name: 'blue' }] });
    const right = await labelled({ red: ['red', 'white'], blue: ['blue', 'white'] }, 4);
    // What nobody can learn: one picture of each class under the other's name.
    const wrong = [
      { image: await picture('red'), labels: ['blue'] },
      { image: await picture('blue'), labels: ['red'] },
    ];
    const { data } = await train({ name: 'honest', examples: [...right, ...wrong] });
    const { training, version } = data.trainClassifier.classifier;
    expect(training).toMatchObject({ zeroShotAccuracy: 0.8, temperature: 1 });
    expect(training.kept).toBe('ZERO_SHOT');
    expect(training.trainedAccuracy).toBeLessThanOrEqual(0.8);
    const images = [await picture('red'), await picture('green')];
    expect((await classify(`honest@${version}`, images)).data).toEqual((await classify('honest@1', images)).data);
  });

  it('of ANY_OF learns each class alone: pictures with both, and with none', async () => {
    await save({ ...WIDGETS, name: 'parts', mode: 'ANY_OF' });
    const none = (await mixed('green', 'white')).map((image) => ({ image, labels: [] }));
    const both = (await mixed('red', 'blue')).map((image) => ({ image, labels: ['widget', 'gadget'] }));
    const { data } = await train({ name: 'parts', examples: [...(await labelled(TELLING)), ...none, ...both] });
    expect(data.trainClassifier.classifier.training).toMatchObject({ kept: 'TRAINED', confusion: null, examples: 24 });
    const images = [inline(await twoColourPicture('red', 'blue', 0.45)), inline(await twoColourPicture('green', 'white', 0.45))];
    const [together, neither] = (await classify('parts', images)).data.classify;
    expect(Math.min(...together.labels.map(({ probability }: Label) => probability))).toBeGreaterThan(0.5);
    expect(Math.max(...neither.labels.map(({ probability }: Label) => probability))).toBeLessThan(0.5);
    expect(neither.unknown).toBe(true);
  });

  it('leaves out what is wrong, says which and why, and goes on with the others', async () => {
    await save({ ...WIDGETS, name: 'mixed' });
    const good = await labelled(TELLING, 3);
    const examples = [
      ...good,
      { image: { base64: 'bm90IGFuIGltYWdl' }, labels: ['widget'] },
      { image: await picture('red'), labels: ['nothing'] },
      { image: await picture('red'), labels: ['widget', 'gadget'] },
      { image: await picture('red'), labels: [] },
      { image: good[0]!.image, labels: ['gadget'] },
    ];
    const { data, codes } = await train({ name: 'mixed', examples });
    expect(codes).toBeUndefined();
    const { skipped, errors, classifier } = data.trainClassifier;
    expect(skipped).toBe(5);
    expect(classifier.training.examples).toBe(6);
    expect(errors.map(({ index, key, error }: { index: number; key: null; error: { code: string } }) => [index, key, error.code])).toEqual([
      [6, null, 'UNSUPPORTED_FORMAT'],
      [7, null, 'INVALID'],
      [8, null, 'INVALID'],
      [9, null, 'INVALID'],
      [10, null, 'INVALID'],
    ]);
    expect(errors[1].error.message).toBe('examples[7].labels holds a label that is no class of this classifier.');
  });

  it('learns from a field of a collection, with its stored vectors', async () => {
    const { embedders, vectors } = server.ports;
    const embedder = embedders.named('fake');
    const { fingerprint, dimensions } = embedder.model;
    await vectors.createCollection({ name: 'shop', fingerprint, model: 'fake', dimensions });
    const examples = await labelled(TELLING);
    const records = await Promise.all(
      examples.map(async ({ image, labels }, i) => ({
        key: `${i}`,
        payload: { about: { kind: labels[0]! } },
        vectors: { image: await embedder.embedImage(Buffer.from(image.base64, 'base64')) },
      })),
    );
    const { vector } = await embedder.embedText('a widget');
    const others = [
      { key: 'text', payload: { about: { kind: 'widget' } }, vectors: { text: vector } },
      { key: 'wrong', payload: { about: { kind: 7 } }, vectors: { text: vector } },
      { key: 'unlabelled', payload: {}, vectors: { text: vector } },
    ];
    await vectors.upsert('shop', fingerprint, [...records, ...others]);
    await save({ ...WIDGETS, name: 'shop' });
    const fromCollection = { collection: 'shop', field: 'about.kind' };
    const { data, cost } = await train({ name: 'shop', fromCollection });
    const { classifier, errors, skipped } = data.trainClassifier;
    expect(classifier.training).toMatchObject({ kept: 'TRAINED', examples: 12, trainedAccuracy: 1 });
    expect({ skipped, keys: errors.map(({ key, index }: { key: string; index: null }) => [key, index]) }).toEqual({
      skipped: 2,
      keys: [
        ['text', null],
        ['wrong', null],
      ],
    });
    // 14 assets, and 12 examples of 2 classes in 64 dimensions; no picture was looked at.
    expect(cost).toBe(14 + Math.ceil((12 * 2 * 64) / 130));

    const other = await train({ name: 'shop', fromCollection, model: 'other' });
    expect(other.codes).toEqual(['CONFLICT']);
    const none = await train({ name: 'shop', fromCollection: { collection: 'none', field: 'kind' } });
    expect(none.codes).toEqual(['NOT_FOUND']);

    // Assets as examples: their vectors are read, not made again, where they are this model's.
    const assets = examples.map(({ labels }, i) => ({ image: { assetId: globalId('Asset', 'shop', `${i}`) }, labels }));
    const byId = await train({ name: 'shop', examples: assets });
    expect(byId.data.trainClassifier).toMatchObject({ skipped: 0, classifier: { training: { kept: 'TRAINED', examples: 12 } } });
    expect(byId.cost).toBe(12 + Math.ceil((12 * 2 * 64) / 130));
    // Of another model, or without a picture, it is a picture like any other; these cannot be read here.
    const textual = { image: { assetId: globalId('Asset', 'shop', 'text') }, labels: ['widget'] };
    const strange = { image: { assetId: 'no id' }, labels: ['widget'] };
    const mixed = await train({ name: 'shop', examples: [...assets, textual, strange] });
    expect(mixed.data.trainClassifier).toMatchObject({ skipped: 2, errors: [{ index: 12 }, { index: 13 }] });
    expect(mixed.cost).toBe(byId.cost + 2 * 250);
    expect((await train({ name: 'shop', examples: assets, model: 'other' }, 'pays for 12 pictures, nearly')).codes).toEqual([
      'COST_LIMIT_EXCEEDED',
    ]);
  });

  it('binds a version to the model of its vectors, and refuses it clearly for another', async () => {
    await save({ ...WIDGETS, name: 'bound' });
    await train({ name: 'bound', examples: await labelled(TELLING), model: 'other' });
    const images = await mixed('red', 'white', 1);
    // Without a name, the model that it was trained for is taken, though another is the default.
    expect(best((await classify('bound', images)).data)).toEqual(['widget']);
    const refused = await classify('bound', images, { model: 'fake' });
    expect(refused.codes).toEqual(['CONFLICT']);
    expect(refused.messages![0]).toContain('Version 2 of this classifier was trained on vectors of another model (other)');
    expect((await classify('bound@1', images, { model: 'fake' })).codes).toBeUndefined();

    encoders = () => [fakeEncoder()];
    await server.restart();
    expect((await classify('bound', images)).codes).toEqual(['CONFLICT']);
    encoders = both;
    await server.restart();
  });

  it.each([
    ['nothing to learn from', 'few', undefined, 'Training needs examples'],
    ['an empty list', 'few', [], 'examples is empty.'],
    ['one example of a class', 'few', [0, 6, 7], 'classes[0] has too few examples: 1; each class needs 2.'],
    ['examples of one class only', 'few', [0, 1, 2], 'classes[1] has too few examples: 0'],
    ['a classifier of one class', 'one', [0, 1, 2], 'needs two classes'],
  ])('with %s is refused, and nothing is saved', async (_, name, indexes, message) => {
    await save({ name, classes: name === 'one' ? [{ name: 'widget' }] : WIDGETS.classes });
    const before = (await server.ask(`{ classifier(name: "${name}") { version } }`)).data;
    const all = await labelled(TELLING);
    const { codes, messages } = await train({ name, examples: indexes?.map((index) => all[index]) });
    expect(codes).toEqual(['BAD_USER_INPUT']);
    expect(messages![0]).toContain(message);
    expect((await server.ask(`{ classifier(name: "${name}") { version } }`)).data).toEqual(before);
  });

  it('says why examples were lost where too few are left', async () => {
    await save({ ...WIDGETS, name: 'lost' });
    const bad = { image: { base64: '' }, labels: ['widget'] };
    const { messages } = await train({ name: 'lost', examples: [bad, ...(await labelled(TELLING)).slice(5)] });
    expect(messages![0]).toMatch(/^classes\[0\] has too few examples: 1; .* 1 of 8 examples could not be used; the first: /);
  });

  it('of a classifier that is not there, too costly or cancelled is refused', async () => {
    await save({ ...WIDGETS, name: 'stopped' });
    const examples = await labelled(TELLING);
    expect((await train({ name: 'nothing', examples })).codes).toEqual(['NOT_FOUND']);
    expect((await train({ name: 'stopped', examples }, 'pays 1000')).codes).toEqual(['COST_LIMIT_EXCEEDED']);
    const caller = leavingCaller();
    encoders = () => [caller.around(fakeEncoder())];
    await server.restart();
    await expect(server.ask(TRAIN, { name: 'stopped', examples }, { signal: caller.signal })).rejects.toThrow('The caller left.');
    await caller.told;
    encoders = both;
    await server.restart();
    expect((await server.ask('{ classifier(name: "stopped") { version } }')).data.classifier.version).toBe(1);
  });
});

describe('a deleted classifier', () => {
  const remove = async (name: string, version?: number) =>
    (await server.ask('mutation ($name: String!, $version: Int) { deleteClassifier(name: $name, version: $version) }', { name, version }))
      .data.deleteClassifier;
  const versions = async (name: string): Promise<number[] | undefined> =>
    (
      await server.ask('query ($name: String!) { classifier(name: $name) { versions { version } } }', { name })
    ).data.classifier?.versions.map(({ version }: { version: number }) => version);
  const input = { name: 'passing', classes: [{ name: 'red' }, { name: 'blue' }] };

  it('may be one version, whose number is not given again', async () => {
    for (let i = 0; i < 3; i++) await save(input);
    expect(await remove('passing', 3)).toBe(true);
    expect(await remove('passing', 3)).toBe(false);
    expect(await versions('passing')).toEqual([2, 1]);
    expect((await save(input)).version).toBe(4);
  });

  it('is gone with all its versions, and leaves others of a like name alone', async () => {
    await save({ ...input, name: 'passing-by' });
    expect(await remove('passing')).toBe(true);
    expect([await versions('passing'), await versions('passing-by')]).toEqual([undefined, [1]]);
    expect((await classify('passing', [await picture('red')])).codes).toEqual(['NOT_FOUND']);
    expect([await remove('passing'), await remove('no/such name')]).toEqual([false, false]);
  });

  it('is not brought back by a training that was under way', async () => {
    await save({ ...WIDGETS, name: 'fleeting' });
    const examples = await labelled(TELLING);
    const [begun, gone] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const encoder = fakeEncoder();
    const image: ImageTower = {
      ...encoder.image,
      async run(batch) {
        begun.resolve();
        await gone.promise;
        return encoder.image.run(batch);
      },
    };
    encoders = () => [{ ...encoder, image }];
    await server.restart();
    const training = server.ask(TRAIN, { name: 'fleeting', examples });
    await begun.promise;
    await remove('fleeting');
    gone.resolve();
    expect((await training).codes).toEqual(['NOT_FOUND']);
    expect(await versions('fleeting')).toBeUndefined();
  });
});
