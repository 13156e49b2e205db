import type { Logger } from '@clipgraph/contracts';
import { PRICES } from '@clipgraph/module-kit';
import { embed } from '@clipgraph/module-embed';
import { leavingCaller, moduleServer, type ModuleAnswer, type ModuleServer } from '@clipgraph/module-testing';
import { colourPicture, fakeEncoder, type FakeEncoder } from '@clipgraph/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { describe as describePictures } from './describe-module.ts';
import { builtInWords } from './vocabulary/built-in.ts';

const DESCRIBE = /* GraphQL */ `
  query (
    $images: [ImageInput!]!
    $vocabulary: VocabularyInput
    $threshold: Float
    $top: Int
    $captionsFrom: CaptionSource
    $triples: TriplesInput
    $model: String
  ) {
    describe(
      images: $images
      vocabulary: $vocabulary
      threshold: $threshold
      top: $top
      captionsFrom: $captionsFrom
      triples: $triples
      model: $model
    ) {
      ... on Description {
        tags {
          word
          probability
          cosine
        }
        captions {
          text
          key
          cosine
        }
        triples {
          subject
          relation
          object
          probability
        }
        model {
          name
        }
      }
      ... on InputError {
        code
      }
    }
  }
`;
const SAVE = 'mutation ($name: String!, $words: [String!]!) { saveVocabulary(name: $name, words: $words) { name words updatedAt } }';
const WORDS = ['red', 'green', 'blue', 'a castle'];

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const modules = [embed(), describePictures()];
/** A caller whose operations may cost one picture. */
const POOR = 'pays for one picture';

let server: ModuleServer;
const asked = (variables: Record<string, unknown>, keyName?: string): Promise<ModuleAnswer> => server.ask(DESCRIBE, variables, { keyName });
const wordsOf = ({ data }: ModuleAnswer): string[][] =>
  data.describe.map(({ tags }: { tags: { word: string }[] }) => tags.map(({ word }) => word));

async function picture(colour: string): Promise<{ base64: string }> {
  return { base64: Buffer.from(await colourPicture(colour)).toString('base64') };
}

beforeAll(async () => {
  server = await moduleServer({
    modules,
    encoders: () => [fakeEncoder(), fakeEncoder({ name: 'other' }), fakeEncoder({ name: 'blind', text: false })],
    keys: { any: {}, [POOR]: { operationCost: PRICES.image } },
  });
});
afterAll(() => server[Symbol.asyncDispose]());

describe('the tags of a picture', () => {
  it('are the words of a given list that fit it, and none that does not', async () => {
    const images = await Promise.all(['red', 'blue'].map(picture));
    const answer = await asked({ images, vocabulary: { words: WORDS } });
    expect(answer.codes).toBeUndefined();
    expect(wordsOf(answer)).toEqual([['red'], ['blue']]);
  });

  it('are the best ones whatever they are when there is no threshold, at most as many as asked for', async () => {
    const answer = await asked({ images: [await picture('green')], vocabulary: { words: WORDS }, threshold: 0, top: 3 });
    expect(wordsOf(answer)[0]).toHaveLength(3);
    expect(wordsOf(answer)[0]![0]).toBe('green');
  });

  it('come from the general vocabulary when no list is given, which costs nothing', async () => {
    const { data, cost } = await asked({ images: [await picture('red')], top: 5 });
    expect(data.describe[0].tags[0].word).toMatch(/red/);
    expect(cost).toBe(PRICES.image + 5);
  });

  it('are charged for where the request brings their words, every time', async () => {
    const variables = { images: [await picture('red')], vocabulary: { words: ['an axolotl', 'a narwhal'] }, top: 1 };
    expect((await asked(variables)).cost).toBe(PRICES.image + 2 * PRICES.text + 1);
    expect((await asked(variables)).cost).toBe(PRICES.image + 2 * PRICES.text + 1);
    expect((await asked({ ...variables, vocabulary: { words: ['a kraken'] } }, POOR)).codes).toEqual(['COST_LIMIT_EXCEEDED']);
  });

  it('are missing for a wrong picture alone, whose result says what is wrong', async () => {
    const { data } = await asked({ images: [{ base64: '' }, await picture('red')], vocabulary: { words: WORDS } });
    expect(data.describe[0]).toEqual({ code: 'EMPTY' });
    expect(data.describe[1].tags[0].word).toBe('red');
  });

  it('outlive the process where heads are kept, and the work is reported while there is any', async () => {
    const total = builtInWords().length;
    const image = await picture('red');
    const encoders: FakeEncoder[] = [];
    let reports: number[] = [];
    await using again = await moduleServer({
      modules,
      encoders: () => [(encoders[encoders.length] = fakeEncoder())],
      // The gateway's cache on disk keeps the heads.
      config: { vectorCacheBytes: 8 * 1024 * 1024 },
      ports: () => ({ logger: { ...silent, info: (facts) => 'done' in facts && reports.push(Number(facts.done)) } }),
    });
    const answers: unknown[] = [];
    for (const isFirst of [true, false]) {
      reports = [];
      answers.push((await again.ask(DESCRIBE, { images: [image] })).data);
      expect(reports.at(-1)).toBe(isFirst ? total : undefined);
      expect(encoders.at(-1)!.runs.some(({ tower }) => tower === 'text')).toBe(isFirst);
      if (isFirst) await again.restart();
    }
    expect(encoders).toHaveLength(2);
    expect(answers[1]).toEqual(answers[0]);
  });

  it.each([
    [{ vocabulary: { words: [] } }, 'vocabulary.words is empty.'],
    [{ vocabulary: { words: ['red', '  '] } }, 'vocabulary.words[1] is empty.'],
    [{ vocabulary: { words: ['red', ' red'] } }, 'vocabulary.words[1] is the same word as vocabulary.words[0].'],
    [{ vocabulary: { words: ['x'.repeat(201)] } }, 'vocabulary.words[0] is longer than 200 characters.'],
    [{ vocabulary: { words: ['a {label}'] } }, "vocabulary.words[0] holds {label}; words are put into the model's own templates."],
    [
      { vocabulary: { words: ['half \ud800'] } },
      'A text in variables.vocabulary.words[0] holds half of a surrogate pair (\\ud800 to \\udfff), which is no character.',
    ],
    [
      { vocabulary: { words: Array.from({ length: 1001 }, (_, i) => `w${i}`) } },
      'vocabulary.words holds 1001 items; at most 1000 are taken.',
    ],
    [{ threshold: 1.5 }, 'threshold must be from 0 to 1.'],
    [{ top: 0 }, 'top must be from 1 to 100.'],
    [{ images: [] }, 'images is empty.'],
  ])('are refused with a reason for a request like %j', async (wrong, message) => {
    const { codes, messages } = await asked({ images: [await picture('red')], ...wrong });
    expect({ codes, messages }).toEqual({ codes: ['BAD_USER_INPUT'], messages: [message] });
  });

  it('are refused for a model without text, and stop when the caller leaves', async () => {
    const images = [await picture('red')];
    expect((await asked({ images, model: 'blind' })).codes).toEqual(['UNSUPPORTED']);
    const [caller, encoder] = [leavingCaller(), fakeEncoder()];
    await using stopping = await moduleServer({ modules, encoders: () => [caller.around(encoder)] });
    await expect(stopping.ask(DESCRIBE, { images }, { signal: caller.signal })).rejects.toThrow('The caller left.');
    await caller.told;
    expect(encoder.runs).toEqual([]);
  });
});

describe('a saved vocabulary', () => {
  const list = async (variables = {}): Promise<string[]> => {
    const query = 'query ($first: Int, $after: String) { vocabularies(first: $first, after: $after) { name } }';
    return (await server.ask(query, variables)).data.vocabularies.map(({ name }: { name: string }) => name);
  };

  it('is used by its name, replaced, listed and deleted', async () => {
    await server.ask(SAVE, { name: 'colours', words: ['red', 'blue '] });
    const use = async (): Promise<string[]> =>
      wordsOf(await asked({ images: [await picture('blue')], vocabulary: { saved: 'colours' }, threshold: 0 }))[0]!;
    expect(await use()).toEqual(['blue', 'red']);
    await server.ask(SAVE, { name: 'colours', words: ['green'] });
    expect(await use()).toEqual(['green']);
    await server.ask(SAVE, { name: 'animals', words: ['cat'] });
    expect(await list()).toEqual(['animals', 'colours']);
    expect(await list({ first: 1, after: 'animals' })).toEqual(['colours']);
    const found = await server.ask('{ vocabulary(name: "animals") { name words } }');
    expect(found.data.vocabulary).toEqual({ name: 'animals', words: ['cat'] });
    const remove = 'mutation { deleteVocabulary(name: "colours") }';
    expect([(await server.ask(remove)).data, (await server.ask(remove)).data]).toEqual([
      { deleteVocabulary: true },
      { deleteVocabulary: false },
    ]);
    expect((await asked({ images: [await picture('blue')], vocabulary: { saved: 'colours' } })).codes).toEqual(['NOT_FOUND']);
  });

  it.each([
    ['../etc', ['red']],
    ['', ['red']],
    ['fine', []],
    ['fine', ['red', 'red']],
  ])('is refused whole when it is wrong: %j %j', async (name, words) => {
    expect((await server.ask(SAVE, { name, words })).codes).toEqual(['BAD_USER_INPUT']);
    expect(await list()).not.toContain('fine');
  });
});

describe('the captions of a collection', () => {
  const TEXTS: Record<string, string> = { a: 'a red ball', b: 'a blue ball', c: 'a red ball', d: 'a green field' };
  beforeAll(async () => {
    const { embedders, vectors } = server.ports;
    const embedder = embedders.named(undefined);
    const { name: model, fingerprint, dimensions } = embedder.model;
    await vectors.createCollection({ name: 'balls', model, fingerprint, dimensions });
    const records = await Promise.all(
      Object.entries(TEXTS).map(async ([key, text]) => ({
        key,
        text,
        payload: { key },
        vectors: { text: (await embedder.embedText(text)).vector },
      })),
    );
    await vectors.upsert('balls', fingerprint, records);
  });
  const captions = async (captionsFrom: object, more: object = {}): Promise<ModuleAnswer> =>
    asked({
      images: [await picture('red')],
      vocabulary: { words: ['red'] },
      captionsFrom: { collection: 'balls', ...captionsFrom },
      ...more,
    });

  it('are its texts that fit best, each once', async () => {
    const found = (await captions({ first: 2 })).data.describe[0].captions;
    expect(found.map(({ text }: { text: string }) => text)).toEqual(['a red ball', expect.stringMatching(/blue|green/)]);
    expect(found[0]).toMatchObject({ key: 'a' });
    expect(found[0].cosine).toBeGreaterThan(found[1].cosine);
  });

  it('pass the filter', async () => {
    const filter = { must: [{ match: { field: 'key', value: 'd' } }] };
    expect((await captions({ filter })).data.describe[0].captions.map(({ key }: { key: string }) => key)).toEqual(['d']);
  });

  it('need the collection, its model and a sound number', async () => {
    expect((await captions({ collection: 'nowhere' })).codes).toEqual(['NOT_FOUND']);
    expect((await captions({}, { model: 'other' })).codes).toEqual(['CONFLICT']);
    expect((await captions({ first: 21 })).messages).toEqual(['captionsFrom.first must be from 1 to 20.']);
    expect((await captions({ filter: { must: [{ match: { field: '', value: 1 } }] } })).messages![0]).toMatch(
      /^captionsFrom\.filter\.must\[0\]/,
    );
  });
});

describe('triples about a picture', () => {
  const triples = async (triples: object): Promise<ModuleAnswer> =>
    asked({ images: [await picture('red')], vocabulary: { words: ['red'] }, triples });
  const red = { subject: 'red ball', relation: 'on', object: 'red box' };
  const blue = { subject: 'blue ball', relation: 'on', object: 'blue box' };

  it('are ranked as texts', async () => {
    const { data } = await triples({ candidates: [blue, red] });
    const found = data.describe[0].triples;
    expect(found.map(({ subject }: { subject: string }) => subject)).toEqual(['red ball', 'blue ball']);
    expect(found[0].probability).toBeGreaterThan(found[1].probability);
  });

  it('share their probability with their contrasts: swapped, or the opposite relation', async () => {
    // A bag of words cannot tell a triple from its swap, and says so.
    const [alone] = (await triples({ candidates: [{ ...red, relation: 'near' }] })).data.describe[0].triples;
    expect(alone.probability).toBeCloseTo(0.5, 5);
    const [opposed] = (await triples({ candidates: [red] })).data.describe[0].triples;
    expect(opposed.probability).toBeLessThan(0.5);
  });

  it('are every pair of the things with every relation', async () => {
    const { data } = await triples({ pairs: { things: ['cat', 'dog', 'red box'], relations: ['on', 'near'] } });
    const found: { subject: string; relation: string; object: string; probability: number }[] = data.describe[0].triples;
    expect(new Set(found.map(({ subject, relation, object }) => `${subject} ${relation} ${object}`)).size).toBe(12);
    expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-6);
  });

  it.each([
    [{ candidates: [] }, 'triples.candidates is empty.'],
    [{ candidates: [{ ...red, relation: ' ' }] }, 'triples.candidates[0].relation is empty.'],
    [{ candidates: [{ ...red, object: 'Red ball'.toLowerCase() }] }, 'triples.candidates[0] has the same subject and object.'],
    [{ candidates: Array.from({ length: 65 }, () => red) }, 'triples.candidates holds 65 items; at most 64 are taken.'],
    [{ pairs: { things: ['cat'] } }, 'triples.pairs.things needs two things.'],
    [{ pairs: { things: ['cat', 'cat '] } }, 'triples.pairs.things names a thing twice.'],
    [{ pairs: { things: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] } }, 'triples.pairs.things holds 7 items; at most 6 are taken.'],
    [{ pairs: { things: ['cat', 'dog'], relations: [] } }, 'triples.pairs.relations is empty.'],
  ])('are refused with a reason: %j', async (wrong, message) => {
    const { codes, messages } = await triples(wrong);
    expect({ codes, messages }).toEqual({ codes: ['BAD_USER_INPUT'], messages: [message] });
  });
});
