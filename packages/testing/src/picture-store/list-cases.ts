import { setTimeout as sleep } from 'node:timers/promises';

import { expect } from 'vitest';
import { expectRefusal } from '../vector-store/store-case.ts';
import { allIds, idOf, type PictureCase, picture } from './picture-case.ts';

/** Clocks of file systems are coarse. */
const TICK_MS = 50;
const CONTENTS = Array.from({ length: 40 }, (_, n) => `picture ${n}`);

export function listCases(check: PictureCase): void {
  check('a store that is empty lists nothing', async (pictures) => {
    expect(await pictures.list({ limit: 10 })).toEqual([]);
  });

  check('goes by id, in pages of any size', async (pictures) => {
    for (const content of CONTENTS) await pictures.put(picture(content));
    const ids = CONTENTS.map(idOf).toSorted();
    for (const limit of [1, 7, 39, 40, 41]) expect(await allIds(pictures, limit)).toEqual(ids);
    expect((await pictures.list({ limit: 3, after: ids[4]! })).map(({ imageId }) => imageId)).toEqual(ids.slice(5, 8));
    expect(await pictures.list({ limit: 3, after: ids.at(-1)! })).toEqual([]);
  });

  check('goes on after an id that is not there, or no id at all', async (pictures) => {
    for (const content of CONTENTS) await pictures.put(picture(content));
    const ids = CONTENTS.map(idOf).toSorted();
    await pictures.delete(ids[4]!);
    expect((await pictures.list({ limit: 1, after: ids[4]! }))[0]!.imageId).toBe(ids[5]);
    expect(await pictures.list({ limit: 100, after: '' })).toHaveLength(39);
    expect(await pictures.list({ limit: 100, after: '/' })).toHaveLength(39);
    expect(await pictures.list({ limit: 100, after: 'g' })).toHaveLength(0);
  });

  check('refuses a limit that is no whole number from 1 on', async (pictures) => {
    for (const limit of [0, -1, 1.5, NaN]) await expectRefusal(pictures.list({ limit }), 'INVALID_INPUT');
  });

  check('tells the length of each and when it was put', async (pictures) => {
    const before = Date.now() - TICK_MS;
    await pictures.put(picture('a cat'));
    const [found] = await pictures.list({ limit: 10 });
    expect(found).toEqual({ imageId: idOf('a cat'), bytes: 5, storedAt: expect.any(Date) });
    expect(found!.storedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(found!.storedAt.getTime()).toBeLessThanOrEqual(Date.now() + TICK_MS);
  });

  check('counts what is put again as put now, so that a sweep by age cannot delete it', async (pictures) => {
    await pictures.put(picture('a cat'));
    await pictures.put(picture('a dog'));
    await sleep(2 * TICK_MS);
    const cut = Date.now() - TICK_MS;
    await pictures.put(picture('a cat'));
    for (const { imageId, storedAt } of await pictures.list({ limit: 10 })) {
      if (storedAt.getTime() < cut) await pictures.delete(imageId);
    }
    expect(await allIds(pictures)).toEqual([idOf('a cat')]);
  });
}
