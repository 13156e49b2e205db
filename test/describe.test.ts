import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { documented } from './documented.ts';
import { testGateway, type TestGateway } from './gateway.ts';
import { base64, pictures, type Picture } from './pictures.ts';

interface Tag {
  readonly word: string;
  readonly probability: number;
}
interface Answer {
  readonly tags: readonly Tag[];
  readonly captions: readonly { readonly text: string; readonly cosine: number; readonly key: string }[];
  readonly triples: readonly {
    readonly subject: string;
    readonly relation: string;
    readonly object: string;
    readonly probability: number;
  }[];
}

const HARBOUR = ['sailing boat', 'lighthouse', 'beach', 'island', 'fish', 'anchor', 'storm', 'castle'];

describe('the page about descriptions', () => {
  let photos: Picture[];
  let gateway: TestGateway;
  let page: ReadonlyMap<string, string>;
  const run = async (name: string, wanted: readonly Picture[] = photos): Promise<Answer[]> => {
    const images = wanted.map(({ bytes }) => ({ base64: base64(bytes) }));
    return (await gateway.data<{ describe: Answer[] }>(page.get(name)!, { images })).describe;
  };
  const isRanked = (tags: readonly Tag[]): boolean =>
    tags.every(({ probability }, i) => i === 0 || probability <= tags[i - 1]!.probability);

  beforeAll(async () => {
    page = await documented('describe.md');
    photos = await pictures(12, 300);
    gateway = await testGateway();
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
    await gateway.data('mutation ($assets: [AssetInput!]!) { indexAssets(collection: "photos", assets: $assets) { __typename } }', {
      assets: photos.map(({ key, bytes, scene }) => ({ key, image: { base64: base64(bytes) }, text: scene.captions[0] })),
    });
  });
  afterAll(async () => gateway.close());

  it('gives tags from the general vocabulary, none below the threshold, the same after a restart', async () => {
    const answers = await run('Tags');
    expect(answers).toHaveLength(photos.length);
    for (const { tags } of answers) {
      expect(tags.length).toBeLessThanOrEqual(5);
      expect(tags.every(({ probability }) => probability >= 0.2 && probability <= 1)).toBe(true);
      expect(isRanked(tags)).toBe(true);
    }
    await gateway.restart();
    expect(await run('Tags')).toEqual(answers);
  });

  it('saves words of a team and ranks all of them', async () => {
    expect(await gateway.data(page.get('Save')!)).toEqual({ saveVocabulary: { name: 'harbour', words: HARBOUR } });
    for (const { tags } of await run('OwnWords')) {
      expect(tags.length).toBeGreaterThan(1);
      expect(isRanked(tags)).toBe(true);
      expect(tags.every(({ word }) => HARBOUR.includes(word))).toBe(true);
    }
  });

  it('finds a picture’s own caption among those of the collection far more often than chance would', async () => {
    const answers = await run('Captions');
    const found = answers.filter(({ captions }, i) => captions.some(({ text }) => text === photos[i]!.scene.captions[0]));
    // By chance 2 of 12.
    expect(found.length).toBeGreaterThan(4);
    for (const { captions } of answers) expect(captions[0]!.cosine).toBeGreaterThanOrEqual(captions[1]!.cosine);
  });

  it('scores every pair in either order', async () => {
    for (const { triples } of await run('Relations', photos.slice(0, 2))) {
      expect(new Set(triples.map(({ subject, relation }) => `${subject} ${relation}`)).size).toBe(4);
      expect(triples.reduce((sum, { probability }) => sum + probability, 0)).toBeLessThanOrEqual(1 + 1e-6);
    }
  });

  it('answers a wrong picture in its place', async () => {
    const images = [{ base64: base64(Buffer.from('no picture')) }, { base64: base64(photos[0]!.bytes) }];
    const { describe: answers } = await gateway.data<{ describe: object[] }>(page.get('Tags')!, { images });
    expect(answers).toEqual([{ code: 'UNSUPPORTED_FORMAT', message: expect.any(String) }, { tags: expect.any(Array) }]);
  });
});
