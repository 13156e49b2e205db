import type { PictureStore } from '@clipgraph/contracts';
import { expect } from 'vitest';
import { allIds, idOf, type PictureCase, picture } from './picture-case.ts';

/** Long enough that writing it takes several steps. */
const LONG = Buffer.alloc(300_000, 'a long picture ');
const ID = idOf(LONG);

export function raceCases(check: PictureCase): void {
  check('puts of one content at once keep it once', async (pictures) => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => pictures.put(picture(LONG))));
    expect(new Set(ids)).toEqual(new Set([ID]));
    expect(await allIds(pictures)).toEqual([ID]);
    expect(Buffer.from((await pictures.get(ID))!.bytes).equals(LONG)).toBe(true);
  });

  check('puts of many contents at once keep them all', async (pictures) => {
    const contents = Array.from({ length: 60 }, (_, n) => `picture ${n}`);
    const ids = await Promise.all(contents.map((content) => pictures.put(picture(content))));
    expect(ids).toEqual(contents.map(idOf));
    expect(await allIds(pictures)).toEqual(ids.toSorted());
  });

  check('a delete while it is put leaves it whole or not at all', async (pictures) => {
    for (let round = 0; round < 30; round++) {
      const calls = [() => pictures.put(picture(LONG)), () => pictures.delete(ID), () => pictures.put(picture(LONG))];
      await Promise.all(rotated(calls, round).map((call) => call()));
      await expectWholeOrGone(pictures);
    }
    await pictures.put(picture(LONG));
    expect(await pictures.has(ID)).toBe(true);
    await pictures.delete(ID);
    expect(await pictures.has(ID)).toBe(false);
  });

  check('a reader meets no half of a picture', async (pictures) => {
    const over = new AbortController();
    const reading = Array.from({ length: 4 }, async () => {
      while (!over.signal.aborted) await expectWholeOrGone(pictures);
    });
    for (let round = 0; round < 20; round++) {
      await pictures.put(picture(LONG));
      await pictures.delete(ID);
    }
    over.abort();
    await Promise.all(reading);
    await expectWholeOrGone(pictures);
  });
}

async function expectWholeOrGone(pictures: PictureStore): Promise<void> {
  const found = await pictures.get(ID);
  expect(found === undefined || LONG.equals(found.bytes)).toBe(true);
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  return items.map((_, i) => items[(i + by) % items.length]!);
}
