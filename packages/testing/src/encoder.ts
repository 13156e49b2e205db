import { isUnitVector } from '@clipgraph/contracts';
import type { Encoder, Tower } from '@clipgraph/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { asPicture, colourPicture, corruptPicture, hugePicture, noisePicture } from './pictures.ts';

export interface TestEncoderOptions {
  /** False when the model has no text tower. Default true. */
  readonly text?: boolean;
}

const TEXTS = ['a dog', 'red', 'A photo of two cats that sleep on a green sofa.', 'naïve café – 東京 🎈', 'x', 'a dog and a cat'];

/**
 * What every encoder must do, as tests. `openEncoder` is called several times and must give equal encoders.
 *
 * @example
 * testEncoder('my model', () => clip({ folder, decoder: imageDecoder() }));
 */
export function testEncoder(name: string, openEncoder: () => Promise<Encoder>, options: TestEncoderOptions = {}): void {
  const { text: hasText = true } = options;

  describe(`${name} keeps the contract of an encoder`, () => {
    let encoder: Encoder;
    let pictures: Uint8Array[];
    beforeAll(async () => {
      encoder = await openEncoder();
      pictures = await Promise.all([colourPicture('red'), ...[1, 2, 3, 4, 5].map((seed) => noisePicture(seed, { width: 40 + seed }))]);
    });
    afterAll(() => encoder.close());

    it('describes itself', () => {
      const { model } = encoder;
      expect(model.modalities).toEqual(hasText ? ['image', 'text'] : ['image']);
      expect(encoder.text !== undefined).toBe(hasText);
      expect(model.contextLength !== undefined).toBe(hasText);
      expect(model.fingerprint).not.toBe('');
      expect(model.templates.every((template) => template.split('{label}').length === 2)).toBe(true);
      expect(encoder.parallelism).toBeGreaterThanOrEqual(1);
    });

    it('has the same fingerprint each time it is opened', async () => {
      const again = await openEncoder();
      expect(again.model).toEqual(encoder.model);
      await again.close();
    });

    describe('the image tower', () => {
      testTower(
        () => encoder,
        () => encoder.image,
        () => pictures,
      );

      it('takes a picture as it takes its bytes, whole and in crops', async () => {
        const { image } = encoder;
        const bytes = pictures[1]!;
        const [of, from] = [await image.prepare(asPicture(bytes)), await image.prepare(bytes)];
        expect(await image.run([of])).toEqual(await image.run([from]));
        const crops = await image.prepareCrops?.(asPicture(bytes), 2);
        expect(crops).toEqual(await image.prepareCrops?.(bytes, 2));
      });

      it.each([
        ['no bytes', async () => new Uint8Array(), /^EMPTY$/],
        [
          'bytes that are no image',
          async () => new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"/>'),
          /^UNSUPPORTED_FORMAT$/,
        ],
        ['an image cut short', corruptPicture, /^CORRUPT$/],
        ['an image of too many pixels', async () => hugePicture(), /^TOO_LARGE$/],
      ])('refuses %s alone', async (_, bad, input) => {
        const [good, refused] = await Promise.allSettled([encoder.image.prepare(pictures[0]!), encoder.image.prepare(await bad())]);
        expect(good.status).toBe('fulfilled');
        expect(refused).toMatchObject({
          status: 'rejected',
          reason: { name: 'PluginError', code: 'INVALID_INPUT', input: expect.stringMatching(input) },
        });
      });
    });

    describe.each(hasText ? ['text'] : [])('the %s tower', () => {
      testTextTower(() => encoder);
    });

    it('finishes its runs before it closes, closes once, and then refuses', async () => {
      const closing = await openEncoder();
      const prepared = await closing.image.prepare(pictures[0]!);
      const running = Promise.all([1, 2, 3, 4, 5].map(() => closing.image.run([prepared])));
      await Promise.all([closing.close(), closing.close()]);
      await expect(running).resolves.toHaveLength(5);
      await closing.close();
      await expect(closing.image.run([prepared])).rejects.toMatchObject({ name: 'PluginError', code: 'UNAVAILABLE' });
    });
  });
}

function testTextTower(encoder: () => Encoder): void {
  testTower(
    encoder,
    () => encoder().text!,
    () => TEXTS,
  );

  it.each(['', ' \n\t '])('refuses a text without content: %j', async (empty) => {
    await expect(encoder().text!.prepare(empty)).rejects.toMatchObject({ name: 'PluginError', code: 'INVALID_INPUT', input: 'EMPTY' });
  });

  it('cuts a text at its context and says so', async () => {
    const { contextLength } = encoder().model;
    const short = await encoder().text!.prepare('a cat');
    expect(short.truncated).toBe(false);
    expect(short.tokenIds.length).toBeLessThan(contextLength!);
    const long = await encoder().text!.prepare('a cat '.repeat(contextLength!));
    expect(long.truncated).toBe(true);
    expect(long.tokenIds).toHaveLength(contextLength!);
    expect(long.tokenIds.at(-1)).toBe(short.tokenIds.at(-1));
  });

  it.each([
    ['one word', 'a'.repeat(1_000_000)],
    ['many words', 'cat '.repeat(250_000)],
  ])('takes a megabyte of %s', async (_, long) => {
    const prepared = await encoder().text!.prepare(long);
    expect(prepared.truncated).toBe(true);
    expect(await encoder().text!.run([prepared])).toHaveLength(1);
  });

  it('gives a text the same vector beside a text of full length', async () => {
    const [short, long] = await Promise.all([encoder().text!.prepare('a cat'), encoder().text!.prepare('dog '.repeat(500))]);
    const [alone] = await encoder().text!.run([short]);
    const [beside] = await encoder().text!.run([short, long]);
    expect(beside).toEqual(alone);
  });
}

/** What holds for both towers alike; `inputs` are at least four and different. */
function testTower<Input, Prepared>(encoder: () => Encoder, tower: () => Tower<Input, Prepared>, inputs: () => readonly Input[]): void {
  const prepareAll = (): Promise<Prepared[]> => Promise.all(inputs().map((input) => tower().prepare(input)));

  it('gives different unit vectors of the declared dimensions', async () => {
    const vectors = await tower().run(await prepareAll());
    expect(vectors).toHaveLength(inputs().length);
    for (const vector of vectors) {
      expect(vector).toHaveLength(encoder().model.dimensions);
      expect(isUnitVector(vector)).toBe(true);
    }
    expect(new Set(vectors.map(String)).size).toBe(inputs().length);
  });

  it('gives an item the same vector, to the bit, alone and in any batch, in the order of the batch', async () => {
    const prepared = await prepareAll();
    const alone = await Promise.all(prepared.map(async (item) => (await tower().run([item]))[0]!));
    expect(await tower().run(prepared)).toEqual(alone);
    expect(await tower().run(prepared.toReversed())).toEqual(alone.toReversed());
    expect(await tower().run([...prepared.slice(1), ...prepared, ...prepared])).toEqual([...alone.slice(1), ...alone, ...alone]);
  });

  it('leaves what was prepared as it was, so that it can be run again', async () => {
    const [item] = await prepareAll();
    const first = await tower().run([item!]);
    expect(await tower().run([item!])).toEqual(first);
  });

  it('does many runs at once', async () => {
    const prepared = await prepareAll();
    const expected = await tower().run(prepared);
    const runs = Array.from({ length: 3 * encoder().parallelism + 1 }, () => tower().run(prepared));
    for (const vectors of await Promise.all(runs)) expect(vectors).toEqual(expected);
  });

  it('says how much work an item is', async () => {
    for (const item of await prepareAll()) expect(tower().size(item)).toBeGreaterThanOrEqual(1);
  });

  it('does not prepare for a caller who has left', async () => {
    const reason = new Error('gone');
    await expect(tower().prepare(inputs()[0]!, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
}
