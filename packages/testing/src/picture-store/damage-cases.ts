import { expect } from 'vitest';
import { allIds, idOf, type PictureCase, picture } from './picture-case.ts';

const CAT = idOf('a cat');

export function damageCases(check: PictureCase): void {
  check('a picture that was damaged is not there, and is reported once', async (pictures, { damage, damaged }, { skip }) => {
    if (!damage) skip('nobody could damage it');
    await pictures.put(picture('a cat'));
    await pictures.put(picture('a dog'));
    await damage!(CAT);
    expect(await Promise.all([pictures.get(CAT), pictures.get(CAT)])).toEqual([undefined, undefined]);
    expect(await pictures.get(CAT)).toBeUndefined();
    expect(await pictures.has(CAT)).toBe(false);
    expect(await allIds(pictures)).toEqual([idOf('a dog')]);
    expect(damaged).toEqual([CAT]);
  });

  check('a picture that was damaged is there again once it is put again', async (pictures, { damage, reopen }, { skip }) => {
    if (!damage) skip('nobody could damage it');
    await pictures.put(picture('a cat'));
    // Before anybody has noticed, and after.
    for (const notice of [async () => {}, () => pictures.get(CAT)]) {
      await damage!(CAT);
      await notice();
      await pictures.put(picture('a cat'));
      expect(Buffer.from((await pictures.get(CAT))!.bytes).toString()).toBe('a cat');
    }
    expect(await (await reopen?.())?.has(CAT)).not.toBe(false);
  });

  check('a picture that was damaged can be deleted, and comes back whole', async (pictures, { damage, damaged }, { skip }) => {
    if (!damage) skip('nobody could damage it');
    await pictures.put(picture('a cat'));
    await damage!(CAT);
    await pictures.get(CAT);
    await pictures.delete(CAT);
    expect(await allIds(pictures)).toEqual([]);
    await pictures.put(picture('a cat'));
    expect(await pictures.get(CAT)).toBeDefined();
    expect(damaged).toEqual([CAT]);
  });
}
