import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonMissing, runTestScript } from '@clipgraph/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { imageDecoder } from './image-decoder.ts';
import type { Preprocessing } from './preprocessing.ts';

// Pictures of every kind and the pixels that Pillow makes of them: test/pillow-reference. The rules: docs/pixels.md.
const missing = pythonMissing('pillow-reference', 'PIL');
const skipped = missing === undefined ? '' : ` (skipped: ${missing})`;

interface Case extends Pick<Preprocessing, 'size' | 'resize' | 'interpolation'> {
  readonly picture: string;
  readonly reference: string;
}

/** Mean levels from Pillow that a kind may be off; all others are equal in exact mode and within 0.3 in fast mode. */
const ALLOWED: readonly { readonly kind: RegExp; readonly fast: number; readonly exact: number }[] = [
  { kind: /444\.avif$/, fast: 0.4, exact: 0.3 },
  { kind: /\.avif$/, fast: 0.75, exact: 0.75 },
  { kind: /^one-bit/, fast: 3, exact: 0 },
  { kind: /./, fast: 0.3, exact: 0 },
];

describe.skipIf(missing)(`Pillow's pixels${skipped}`, async () => {
  if (missing !== undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'pillow-'));
  afterAll(() => rm(folder, { recursive: true }));
  const file = (name: string): string => join(folder, name);
  await runTestScript('pillow-reference/make.py', folder);
  const cases: readonly Case[] = JSON.parse(await readFile(file('cases.json'), 'utf8'));
  const decoder = imageDecoder();

  async function worstError(picture: string, exact: boolean): Promise<number> {
    const bytes = await readFile(file(picture));
    const errors = cases
      .filter((one) => one.picture === picture)
      .map(async ({ reference, size, resize, interpolation }) => {
        const pixels = await decoder.pixels(bytes, { size, resize, interpolation, mean: [0, 0, 0], std: [1, 1, 1] }, { exact });
        return meanError(pixels, await readFile(file(reference)));
      });
    return Math.max(...(await Promise.all(errors)));
  }

  test('are those of 50 pictures, at two sizes, cropped and squashed, bicubic and bilinear', () => {
    expect(new Set(cases.map(({ picture }) => picture)).size).toBe(50);
    expect(cases).toHaveLength(50 * 8);
  });

  describe.each([...new Set(cases.map(({ picture }) => picture))])('of %s', (picture) => {
    const { fast, exact } = ALLOWED.find(({ kind }) => kind.test(picture))!;
    test(`are met within ${fast} levels on average`, async () => expect(await worstError(picture, false)).toBeLessThanOrEqual(fast));
    test(`are met within ${exact} levels in exact mode`, async () => expect(await worstError(picture, true)).toBeLessThanOrEqual(exact));
  });

  // What fast mode resizes by Pillow's own filter: below the model's size, and small besides it.
  test.each(['tiny.png', 'tiny.jpg', 'pixel.png', 'line.png'])('of %s, which must grow, are equal in fast mode as well', async (picture) =>
    expect(await worstError(picture, false)).toBe(0),
  );
});

function meanError(actual: Uint8Array, wanted: Uint8Array): number {
  expect(actual.length).toBe(wanted.length);
  let sum = 0;
  for (let i = 0; i < wanted.length; i++) sum += Math.abs(actual[i]! - wanted[i]!);
  return sum / wanted.length;
}
