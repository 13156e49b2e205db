import { randomBytes } from 'node:crypto';

import { expect } from 'vitest';
import { noisePicture } from '../pictures.ts';
import { allIds, idOf, type PictureCase, picture } from './picture-case.ts';

const CAT = idOf('a cat');

export function writeCases(check: PictureCase): void {
  check('is named by its sha256 and comes back as it was', async (pictures) => {
    expect(pictures.contract).toBe(1);
    const bytes = await noisePicture(1);
    expect(await pictures.put(picture(bytes))).toBe(idOf(bytes));
    const found = await pictures.get(idOf(bytes));
    expect(Buffer.from(found!.bytes).equals(bytes)).toBe(true);
    expect(await found!.sha256()).toBe(idOf(bytes));
    expect(await found!.header()).toMatchObject({ format: 'png', width: 32, height: 32, pages: 1 });
  });

  check('is there after it was put and gone after it was deleted', async (pictures) => {
    expect(await pictures.has(CAT)).toBe(false);
    expect(await pictures.get(CAT)).toBeUndefined();
    await pictures.put(picture('a cat'));
    expect(await pictures.has(CAT)).toBe(true);
    await pictures.delete(CAT);
    await pictures.delete(CAT);
    expect(await pictures.has(CAT)).toBe(false);
    expect(await pictures.get(CAT)).toBeUndefined();
    await pictures.put(picture('a cat'));
    expect(await pictures.get(CAT)).toBeDefined();
  });

  check('put twice is kept once, and deleted once is gone', async (pictures) => {
    await pictures.put(picture('a cat'));
    await pictures.put(picture('a cat'));
    expect(await allIds(pictures)).toEqual([CAT]);
    await pictures.delete(CAT);
    expect(await allIds(pictures)).toEqual([]);
  });

  check('leaves others alone', async (pictures) => {
    for (const animal of ['a cat', 'a dog', 'a fox']) await pictures.put(picture(animal));
    await pictures.delete(idOf('a dog'));
    expect(await allIds(pictures)).toEqual([CAT, idOf('a fox')].toSorted());
    expect(Buffer.from((await pictures.get(CAT))!.bytes).toString()).toBe('a cat');
  });

  check('may be empty', async (pictures) => {
    expect(await pictures.put(picture(''))).toBe(idOf(''));
    expect((await pictures.get(idOf('')))!.bytes).toHaveLength(0);
    expect(await pictures.list({ limit: 1 })).toMatchObject([{ imageId: idOf(''), bytes: 0 }]);
  });

  check('may have 32 MiB', async (pictures) => {
    const bytes = randomBytes(32 * 2 ** 20);
    await pictures.put(picture(bytes));
    const found = await pictures.get(idOf(bytes));
    expect(Buffer.from(found!.bytes).equals(bytes)).toBe(true);
  });

  check('is kept when the file that its bytes were read from is gone', async (pictures) => {
    const gone = { ...picture('a cat'), file: `/nowhere/${CAT}` };
    expect(await pictures.put(gone)).toBe(CAT);
    expect(Buffer.from((await pictures.get(CAT))!.bytes).toString()).toBe('a cat');
  });

  check('is not found under any other id, however odd', async (pictures) => {
    await pictures.put(picture('a cat'));
    const odd = ['', '.', '..', '/', `../${CAT}`, `${CAT}/..`, `${CAT}/`, CAT.toUpperCase(), CAT.slice(1), `${CAT}0`, `${CAT}\0`, '\0'];
    for (const id of [...odd, CAT.slice(0, 2), '__proto__', 'constructor', '%2e%2e', 'a'.repeat(100_000)]) {
      expect(await pictures.has(id), id.slice(0, 80)).toBe(false);
      expect(await pictures.get(id), id.slice(0, 80)).toBeUndefined();
      await expect(pictures.delete(id), id.slice(0, 80)).resolves.toBeUndefined();
    }
    expect(await allIds(pictures)).toEqual([CAT]);
    expect(await pictures.get(CAT)).toBeDefined();
  });

  check('is not read for a caller who has left', async (pictures) => {
    await pictures.put(picture('a cat'));
    const reason = new Error('gone');
    await expect(pictures.get(CAT, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });

  check('outlives the process', async (pictures, { reopen }, { skip }) => {
    if (!reopen) skip('nothing outlives the process');
    for (const animal of ['a cat', 'a dog']) await pictures.put(picture(animal));
    await pictures.delete(idOf('a dog'));
    const later = await reopen!();
    expect(await allIds(later)).toEqual([CAT]);
    expect(Buffer.from((await later.get(CAT))!.bytes).toString()).toBe('a cat');
  });
}
