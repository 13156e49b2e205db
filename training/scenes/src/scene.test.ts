import { assert, asyncProperty, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caption, things, where } from './captions.ts';
import { favourites } from './favourites.ts';
import { gallery, objects, places, renderScene, scene, type Facts, type SceneKind } from './index.ts';
import { factsOf } from './scene.ts';
import { combinations, heldOut } from './split.ts';

const seeds = integer({ min: 0, max: 2 ** 40 });
const kinds: readonly SceneKind[] = ['shapes', 'landscape', 'object', 'count', 'pair'];
const numbers = ['', 'one', 'two', 'three', 'four', 'five', 'six'];

/** Words that only a picture with these facts may use. */
const claims: readonly (readonly [RegExp, (facts: Facts) => boolean])[] = [
  [/\bat night\b|under the stars|night over/, ({ time }) => time === 'night'],
  [/sunset|evening/, ({ time }) => time === 'sunset'],
  [/sunrise|morning/, ({ time }) => time === 'sunrise'],
  [/\brain\b|rainy/, ({ weather }) => weather === 'rain'],
  [/falling snow|snows/, ({ weather }) => weather === 'snow'],
  [/\bfog\b/, ({ weather }) => weather === 'fog'],
  [/rainbow/, ({ weather }) => weather === 'rainbow'],
  [/thunderstorm|lightning/, ({ weather }) => weather === 'storm'],
  [/in spring/, ({ season }) => season === 'spring'],
  [/in autumn|in fall\b/, ({ season }) => season === 'autumn'],
  [/in winter/, ({ season }) => season === 'winter'],
];

/** Every colour word of a text, in order; `gray` counts as `grey`. */
const coloursIn = (text: string): string[] =>
  (text.match(/\b(red|orange|yellow|green|blue|purple|pink|brown|black|white|grey|gray|turquoise)\b/g) ?? []).map((word) =>
    word === 'gray' ? 'grey' : word,
  );

/** Colour words that a caption of these facts may hold: of the things, the background and the place's own phrases. */
function colourWords(facts: Facts): string[] {
  const place = places.find(({ name }) => name === facts.place);
  return [...facts.objects.map(({ colour }) => colour), facts.background ?? '', ...(place?.landscape.flatMap(coloursIn) ?? [])];
}

describe('scene', () => {
  it('is the same, byte for byte, for the same seed and options', () => {
    assert(
      property(seeds, constantFrom(undefined, ...kinds), (seed, kind) => {
        const options = kind === undefined ? {} : { kind };
        expect(JSON.stringify(scene(seed, options))).toBe(JSON.stringify(scene(seed, options)));
      }),
      { numRuns: 60 },
    );
  });

  it('draws its things smaller where it is asked to, with the same captions', () => {
    const large = scene(7, { kind: 'object' });
    const small = scene(7, { kind: 'object', scale: 0.25 });
    expect(small.captions).toEqual(large.captions);
    expect(small.facts).toEqual(large.facts);
    expect(small.svg).not.toBe(large.svg);
    expect(scene(7, { kind: 'object', scale: 1 })).toEqual(large);
    for (const scale of [0, -1, 1.1, Number.NaN]) expect(() => scene(7, { scale })).toThrow(RangeError);
  });

  it('differs from seed to seed', () => {
    const pictures = new Set(Array.from({ length: 200 }, (_, seed) => scene(seed).svg));
    expect(pictures.size).toBe(200);
  });

  it('is of the kind that was asked for', () => {
    for (const kind of kinds) for (let seed = 0; seed < 20; seed++) expect(scene(seed, { kind }).facts.kind).toBe(kind);
  });

  it('refuses a seed that is not a whole number', () => {
    for (const seed of [-1, 0.5, Number.NaN, Infinity]) expect(() => scene(seed)).toThrow(RangeError);
  });

  it('draws finite numbers only', () => {
    assert(
      property(seeds, (seed) => {
        expect(scene(seed).svg).not.toMatch(/NaN|undefined|Infinity|null/);
      }),
      { numRuns: 300 },
    );
  });

  it('survives JSON', () => {
    const made = scene(7);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
  });
});

describe('captions', () => {
  it('begin with the plain caption of the facts and go on with three to five others', () => {
    assert(
      property(seeds, (seed) => {
        const { captions, facts } = scene(seed);
        expect(captions[0]).toBe(caption(facts));
        expect(captions.length).toBeGreaterThanOrEqual(4);
        expect(captions.length).toBeLessThanOrEqual(6);
        expect(new Set(captions).size).toBe(captions.length);
      }),
      { numRuns: 300 },
    );
  });

  it('name, in full, every thing with its colour and number, and the place', () => {
    assert(
      property(seeds, (seed) => {
        const { captions, facts } = scene(seed);
        expect(captions[0]).toContain(things(facts));
        expect(captions[0]).toContain(where(facts));
        for (const { name, colour, count } of facts.objects) {
          const object = objects.find((one) => one.name === name)!;
          const words =
            object.phrase?.[count === 1 ? 0 : 1].replace('{colour}', colour) ?? `${colour} ${count === 1 ? name : object.plural}`;
          expect(captions[0]).toContain(words);
          expect(captions[0]).toContain(count > 1 ? numbers[count] : words);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('name no colour, time, weather or season that the picture does not have', () => {
    assert(
      property(seeds, (seed) => {
        const { captions, facts } = scene(seed);
        const allowed = colourWords(facts);
        for (const text of captions) {
          expect(allowed).toEqual(expect.arrayContaining(coloursIn(text)));
          expect(claims.filter(([words, holds]) => words.test(text) && !holds(facts)).map(([words]) => words)).toEqual([]);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('of a pair say how its two things stand to each other', () => {
    for (let seed = 0; seed < 300; seed++) {
      const { facts, captions } = scene(seed, { kind: 'pair' });
      expect(facts.objects).toHaveLength(2);
      expect(captions[0]).toContain(` ${facts.relation} `);
    }
  });
});

describe('contrast', () => {
  it('gives captions that are none of the true ones', () => {
    assert(
      property(seeds, (seed) => {
        const { captions, contrast } = scene(seed);
        expect(contrast.length).toBeGreaterThan(0);
        for (const text of contrast) expect(captions).not.toContain(text);
        expect(new Set(contrast).size).toBe(contrast.length);
      }),
      { numRuns: 400 },
    );
  });
});

describe('split', () => {
  const shown = (split: 'train' | 'test', count: number): Facts[] =>
    Array.from({ length: count }, (_, seed) => factsOf(seed, { split }));

  it('never shows a held-out combination in training', () => {
    for (const facts of shown('train', 1500)) expect(combinations(facts).filter(heldOut)).toEqual([]);
  });

  it('shows in every test picture a combination that no training picture shows', () => {
    const trained = new Set(shown('train', 1500).flatMap(combinations));
    for (const facts of shown('test', 500)) {
      const fresh = combinations(facts).filter(heldOut);
      expect(fresh.length).toBeGreaterThan(0);
      for (const combination of fresh) expect(trained.has(combination)).toBe(false);
    }
  });

  it('leaves every thing and every place in training', () => {
    const facts = shown('train', 6000);
    const names = new Set(facts.flatMap((one) => one.objects.map(({ name }) => name)));
    const seen = new Set(facts.map(({ place }) => place));
    expect(objects.filter(({ name }) => !names.has(name)).map(({ name }) => name)).toEqual([]);
    expect(places.filter(({ name }) => !seen.has(name)).map(({ name }) => name)).toEqual([]);
  });
});

describe('renderScene', () => {
  it('gives pictures of the asked size and format', async () => {
    const made = scene(3);
    const jpeg = await renderScene(made, { size: 48 });
    expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
    const png = await renderScene(made, { size: 40, format: 'png' });
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
    expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(40);
    const webp = await renderScene(made, { size: 32, format: 'webp' });
    expect(Buffer.from(webp.subarray(8, 12)).toString()).toBe('WEBP');
  });

  it('draws a picture of any seed, and never an even surface', async () => {
    await assert(
      asyncProperty(seeds, async (seed) => {
        const { default: sharp } = await import('sharp');
        const { channels } = await sharp(await renderScene(scene(seed), { size: 24, format: 'png' })).stats();
        expect(Math.max(...channels.map(({ stdev }) => stdev))).toBeGreaterThan(2);
      }),
      { numRuns: 80 },
    );
  });

  it('refuses sizes it cannot draw', async () => {
    for (const size of [0, 7, 10.5, 5000]) await expect(renderScene(scene(1), { size })).rejects.toThrow(RangeError);
  });
});

describe('gallery', () => {
  it('holds 200 pictures with captions of their own, mostly of things and places', () => {
    const pictures = gallery();
    expect(pictures).toHaveLength(200);
    expect(new Set(pictures.map(({ captions }) => captions[0])).size).toBe(200);
    const of = (kind: SceneKind): number => pictures.filter((one) => one.kind === kind).length;
    expect(of('object') + of('landscape')).toBeGreaterThan(120);
    expect(new Set(pictures.flatMap(({ facts }) => facts.objects.map(({ name }) => name))).size).toBeGreaterThan(60);
  });

  it('holds the favourites, each of which can be where it is', () => {
    const shown = gallery().map(({ facts }) => JSON.stringify(facts));
    for (const facts of favourites) {
      expect(shown).toContain(JSON.stringify(facts));
      const place = places.find(({ name }) => name === facts.place)!;
      for (const { name, colour } of facts.objects) {
        const object = objects.find((one) => one.name === name)!;
        expect(object.colours).toContain(colour);
        expect(object.habitats).toContain(facts.habitat);
        expect(Object.keys(place.zones)).toContain(facts.habitat);
        expect(place.holds ?? []).not.toContain(name);
      }
    }
  });

  it('begins with the same pictures whatever the count', () => {
    expect(gallery(10).map(({ svg }) => svg)).toEqual(
      gallery(30)
        .slice(0, 10)
        .map(({ svg }) => svg),
    );
  });
});
