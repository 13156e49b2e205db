import { expect, it } from 'vitest';

import { batches } from './batches.ts';

async function sizes(...bytes: number[]): Promise<number[][]> {
  async function* items(): AsyncGenerator<{ bytes: number }> {
    for (const size of bytes) yield { bytes: size };
  }
  const made: number[][] = [];
  for await (const batch of batches(items(), { items: 3, bytes: 100 })) made.push(batch.map((item) => item.bytes));
  return made;
}

it('fills a batch up to its number of items', async () => {
  expect(await sizes(1, 2, 3, 4)).toEqual([[1, 2, 3], [4]]);
});

it('fills a batch up to its bytes', async () => {
  expect(await sizes(60, 40, 1, 99)).toEqual([
    [60, 40],
    [1, 99],
  ]);
});

it('gives an item that is too large for any batch one of its own', async () => {
  expect(await sizes(10, 500, 10)).toEqual([[10], [500], [10]]);
  expect(await sizes(500)).toEqual([[500]]);
});

it('makes no batch of nothing', async () => {
  expect(await sizes()).toEqual([]);
});
