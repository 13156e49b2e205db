import { describe, expect, it } from 'vitest';
import { damageCases } from './picture-store/damage-cases.ts';
import { listCases } from './picture-store/list-cases.ts';
import type { OpenPictures, PictureCase } from './picture-store/picture-case.ts';
import { raceCases } from './picture-store/race-cases.ts';
import { writeCases } from './picture-store/write-cases.ts';

export type { OpenedPictures, OpenPictures } from './picture-store/picture-case.ts';

/**
 * What every `PictureStore` has to pass. Call it at the top of a test file; each case opens a store of its own, empty, and
 * disposes of it.
 *
 * @example
 * testPictureStore('folderPictures', async () => {
 *   const dir = await mkdtemp(join(tmpdir(), 'pictures-'));
 *   const reopen = async () => folderPictures({ dir });
 *   return { pictures: await reopen(), reopen, dispose: () => rm(dir, { recursive: true }) };
 * });
 */
export function testPictureStore(name: string, open: OpenPictures): void {
  const check: PictureCase = (title, run) => {
    it(`${title}`, async (context) => {
      expect.hasAssertions();
      const opened = await open();
      try {
        await run(opened.pictures, opened, context);
      } finally {
        await opened.dispose();
      }
    });
  };
  const groups = { 'one picture': writeCases, 'calls at once': raceCases, listing: listCases, damage: damageCases };
  describe(`${name}, a picture store`, () => {
    for (const [group, cases] of Object.entries(groups)) {
      describe(`${group}`, () => {
        cases(check);
      });
    }
  });
}
