import { isUnitVector } from '@clipgraph/contracts';
import { colourPicture, corruptPicture, fakeEncoder, noisePicture, type FakeEncoder } from '@clipgraph/testing';
import { describe, expect, it } from 'vitest';

import { batched } from './batched.ts';

const large = { width: 64, height: 64 };

/** How often the encoder took a picture apart. */
function counted(encoder: FakeEncoder): { encoder: FakeEncoder; decodes: () => number } {
  let decodes = 0;
  const { image } = encoder;
  const prepareCrops: typeof image.prepareCrops = (...call) => {
    decodes += 1;
    return image.prepareCrops!(...call);
  };
  return { encoder: { ...encoder, image: { ...image, prepareCrops } }, decodes: () => decodes };
}

describe('a picture in crops', () => {
  it('is its own vector first, then those of its tiles with their boxes, from one decode', async () => {
    const { encoder, decodes } = counted(fakeEncoder());
    const embedder = batched(encoder);
    const picture = await noisePicture(1, large);
    const pieces = await embedder.embedCrops(picture, 3);
    expect(pieces).toHaveLength(14);
    expect(decodes()).toBe(1);
    expect(pieces[0]).toEqual({ box: { left: 0, top: 0, width: 1, height: 1 }, vector: await embedder.embedImage(picture) });
    expect(pieces[4]!.box).toEqual({ left: 0.5, top: 0.5, width: 0.5, height: 0.5 });
    expect(pieces.every(({ vector }) => isUnitVector(vector))).toBe(true);
    expect(new Set(pieces.map(({ vector }) => String(vector))).size).toBe(14);
    await embedder.close();
  });

  it('shares runs as so many images, over all that are free', async () => {
    const encoder = fakeEncoder({ parallelism: 2, latencyMs: 2 });
    const embedder = batched(encoder, { maxBatchSize: 4 });
    await embedder.embedCrops(await noisePicture(1, large), 3);
    expect(encoder.runs.reduce((sum, { items }) => sum + items, 0)).toBe(14);
    expect(Math.max(...encoder.runs.map(({ items }) => items))).toBe(4);
  });

  it('that is small has fewer', async () => {
    const embedder = batched(fakeEncoder());
    expect(await embedder.embedCrops(await colourPicture('red', { width: 12, height: 12 }), 3)).toHaveLength(1);
  });

  it('counts as so many images in the queue, and leaves it empty', async () => {
    const embedder = batched(fakeEncoder({ latencyMs: 5 }), { maxQueuedImages: 20 });
    const picture = await noisePicture(1, large);
    const first = embedder.embedCrops(picture, 3);
    expect(embedder.stats().queuedImages).toBe(14);
    await expect(embedder.embedCrops(picture, 3)).rejects.toMatchObject({ code: 'OVERLOADED' });
    await embedder.embedCrops(picture, 2);
    await first;
    expect(embedder.stats()).toMatchObject({ queuedImages: 0, queuedBytes: 0, overloaded: 1, failed: 0 });
  });

  it('is let into a queue that is smaller than its pieces are', async () => {
    const embedder = batched(fakeEncoder(), { maxQueuedImages: 2 });
    expect(await embedder.embedCrops(await noisePicture(1, large), 2)).toHaveLength(5);
  });

  it('fails as a whole: damaged, or in the model, while the ones beside it go on', async () => {
    const poison = await noisePicture(2, large);
    const embedder = batched(fakeEncoder({ failsOn: (input) => input === poison }));
    const good = await noisePicture(1, large);
    const results = await Promise.allSettled([
      embedder.embedCrops(good, 2),
      embedder.embedCrops(await corruptPicture(), 2),
      embedder.embedCrops(poison, 3),
      embedder.embedImage(good),
    ]);
    expect(results.map((result) => (result.status === 'rejected' ? result.reason.code : result.status))).toEqual([
      'fulfilled',
      'INVALID_INPUT',
      'MODEL_FAILED',
      'fulfilled',
    ]);
    expect(embedder.stats()).toMatchObject({ queuedImages: 0, queuedBytes: 0, failed: 2 });
    await embedder.close();
  });

  it('is dropped when its caller leaves, before it is decoded, while it is, and afterwards', async () => {
    const encoder = fakeEncoder({ parallelism: 1, latencyMs: 20 });
    const embedder = batched(encoder, { maxBatchSize: 2 });
    const picture = await noisePicture(1, large);
    await expect(embedder.embedCrops(picture, 3, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
    const leaving = new AbortController();
    const decoding = embedder.embedCrops(picture, 3, { signal: leaving.signal });
    leaving.abort(new Error('gone'));
    await expect(decoding).rejects.toThrow('gone');
    const later = new AbortController();
    const running = embedder.embedCrops(picture, 3, { signal: later.signal });
    while (encoder.runs.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    later.abort(new Error('gone'));
    await expect(running).rejects.toThrow('gone');
    expect(embedder.stats()).toMatchObject({ queuedImages: 0, left: 2 });
    await embedder.embedImage(picture);
    expect(encoder.runs.length).toBeLessThanOrEqual(3);
    await embedder.close();
  });

  it('has one deadline for all of it', async () => {
    const embedder = batched(fakeEncoder({ parallelism: 1, latencyMs: 30 }), { maxBatchSize: 1, deadlineMs: 100 });
    await expect(embedder.embedCrops(await noisePicture(1, large), 3)).rejects.toMatchObject({ code: 'TIMEOUT' });
    expect(embedder.stats()).toMatchObject({ queuedImages: 0, late: 1 });
    await embedder.close();
  });

  it('is unsupported where the encoder cannot cut', async () => {
    const { image, ...encoder } = fakeEncoder();
    const { prepareCrops: _none, ...whole } = image;
    const embedder = batched({ ...encoder, image: whole });
    await expect(embedder.embedCrops(await noisePicture(1, large), 2)).rejects.toMatchObject({ code: 'UNSUPPORTED' });
    await embedder.close();
  });

  it('is finished before the embedder closes', async () => {
    const embedder = batched(fakeEncoder({ latencyMs: 5 }));
    const pieces = embedder.embedCrops(await noisePicture(1, large), 3);
    await embedder.close();
    await expect(pieces).resolves.toHaveLength(14);
  });
});
