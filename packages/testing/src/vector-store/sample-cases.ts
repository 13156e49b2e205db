import { expect } from 'vitest';
import { type CapabilityCase, expectRefusal, filled, record, unit } from './store-case.ts';

const angle = (i: number): Float32Array => unit(Math.cos(i / 100), Math.sin(i / 100));

export function sampleCases(check: CapabilityCase<'samples'>): void {
  check('a sample holds stored vectors, as many as asked for or there are, and the same ones again', async (store) => {
    const keys = Array.from({ length: 300 }, (_, i) => `k${i}`);
    await filled(
      store,
      keys.map((key, i) => record(key, { vectors: i % 2 === 0 ? { image: angle(i) } : { text: angle(i) } })),
    );
    const firsts = async (target: 'image' | 'text', limit: number) =>
      (await store.samples.vectors('pictures', target, limit)).map(([x]) => x!.toFixed(5)).toSorted();
    const images = keys.flatMap((_, i) => (i % 2 === 0 ? [angle(i)[0]!.toFixed(5)] : [])).toSorted();
    expect(await firsts('image', 1000)).toEqual(images);
    const sampled = await firsts('image', 40);
    expect(new Set(sampled).size).toBe(40);
    expect(images).toEqual(expect.arrayContaining(sampled));
    expect(await firsts('image', 40)).toEqual(sampled);
    expect(await firsts('text', 7)).toHaveLength(7);
    await expectRefusal(store.samples.vectors('pictures', 'image', 0), 'INVALID_INPUT');
  });

  check('the keys of a sample are those of its records', async (store) => {
    const keys = Array.from({ length: 90 }, (_, i) => `k${i}`);
    await filled(
      store,
      keys.map((key, i) => record(key, { vectors: i % 3 === 0 ? { text: unit(1) } : { image: unit(1, i) } })),
    );
    const images = await store.samples.keys('pictures', 'image', 100);
    expect(images.toSorted()).toEqual(keys.filter((_, i) => i % 3 !== 0).toSorted());
    const few = await store.samples.keys('pictures', 'image', 20);
    expect(new Set(few).size).toBe(20);
    const vectors = await store.vectors('pictures', few);
    expect((await store.samples.vectors('pictures', 'image', 20)).map(String).toSorted()).toEqual(
      vectors.map((one) => String(one!.image)).toSorted(),
    );
    expect(await store.samples.keys('pictures', 'text', 7)).toHaveLength(7);
    await expectRefusal(store.samples.keys('pictures', 'image', 0), 'INVALID_INPUT');
    await expectRefusal(store.samples.keys('none', 'image', 1), 'NOT_FOUND');
  });

  check('a sample is not the first records in the order of their keys', async (store) => {
    const keys = Array.from({ length: 400 }, (_, i) => `k${String(i).padStart(3, '0')}`);
    await filled(
      store,
      keys.map((key) => record(key)),
    );
    const sampled = await store.samples.keys('pictures', 'image', 40);
    // A fair choice of 40 from 400 has fewer than 8 of either half with a chance below one in 100,000.
    const ofFirstHalf = sampled.filter((key) => key < 'k200').length;
    expect(ofFirstHalf).toBeGreaterThanOrEqual(8);
    expect(ofFirstHalf).toBeLessThanOrEqual(32);
  });

  check('an unknown collection is refused', async (store) => {
    await expectRefusal(store.samples.vectors('none', 'image', 1), 'NOT_FOUND');
  });
}
