import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { dot } from '@clipgraph/contracts';
import type { Encoder } from '@clipgraph/contracts';
import { asPicture, colourPicture, fakeEncoder } from '@clipgraph/testing';
import { describe, expect, it } from 'vitest';

import { batched } from './batched.ts';
import type { BatchReport } from './options.ts';

const words = (count: number): string[] => Array.from({ length: count }, (_, i) => `word${i}`);

describe('batched', () => {
  it('gives each caller the vector of its own input', async () => {
    const encoder = fakeEncoder({ latencyMs: 1 });
    const embedder = batched(encoder);
    const texts = words(50);
    const together = await Promise.all(texts.map((text) => embedder.embedText(text)));
    for (const [i, text] of texts.entries()) {
      const [alone] = await encoder.text!.run([await encoder.text!.prepare(text)]);
      expect(together[i]!.vector).toEqual(alone);
      expect(together[i]).toMatchObject({ tokenCount: 3, truncated: false });
    }
    await embedder.close();
  });

  it('puts calls made together into few runs and never waits for more', async () => {
    const encoder = fakeEncoder({ parallelism: 1, latencyMs: 2 });
    const embedder = batched(encoder, { maxBatchTokens: 30 });
    await Promise.all(words(20).map((text) => embedder.embedText(text)));
    expect(encoder.runs).toEqual([
      { tower: 'text', items: 10 },
      { tower: 'text', items: 10 },
    ]);
    await embedder.embedText('alone');
    expect(encoder.runs.at(-1)).toEqual({ tower: 'text', items: 1 });
  });

  it.each([
    { of: 'the tower alone', maxRunCost: 30, options: {}, items: [10, 10] },
    { of: 'the tower, where the option is larger', maxRunCost: 30, options: { maxBatchTokens: 300 }, items: [10, 10] },
    { of: 'the option, where it is smaller', maxRunCost: 300, options: { maxBatchTokens: 30 }, items: [10, 10] },
    { of: 'the tower, above the default', maxRunCost: 300, options: {}, items: [100] },
  ])('forms runs of texts within the limit of $of', async ({ maxRunCost, options, items }) => {
    const fake = fakeEncoder({ parallelism: 1, latencyMs: 2 });
    const embedder = batched({ ...fake, text: { ...fake.text!, maxRunCost } }, options);
    await Promise.all(words(items.reduce((sum, count) => sum + count)).map((text) => embedder.embedText(text)));
    expect(fake.runs.map((run) => run.items)).toEqual(items);
    await embedder.close();
  });

  it('splits a short queue among the free runs', async () => {
    const encoder = fakeEncoder({ parallelism: 2, latencyMs: 2 });
    const embedder = batched(encoder);
    await Promise.all(words(8).map((text) => embedder.embedText(text)));
    expect(encoder.runs.map(({ items }) => items)).toEqual([4, 4]);
  });

  it('leaves the run that goes on its part of what came meanwhile', async () => {
    const encoder = fakeEncoder({ parallelism: 2, latencyMs: 50 });
    const embedder = batched(encoder, { maxBatchTokens: 300 });
    await embedder.embedText('measured');
    const going = embedder.embedText('going on');
    while (encoder.runs.length < 2) await nextTurn();
    await Promise.all([going, ...words(10).map((text) => embedder.embedText(text))]);
    // The run that goes on has at most one item to go, so this one takes five or five and a half of ten.
    expect(encoder.runs[2]).toEqual({ tower: 'text', items: 5 });
  });

  it('begins no run while preparing keeps every core busy and there is not enough for a full one', async () => {
    const cores = availableParallelism();
    const fake = fakeEncoder({ parallelism: 1, latencyMs: 1 });
    const open: (() => void)[] = [];
    async function prepareWhenTold(bytes: Uint8Array): Promise<unknown> {
      await new Promise<void>((resolve) => open.push(resolve));
      return fake.image.prepare(bytes);
    }
    const embedder = batched(
      { ...fake, image: { ...fake.image, prepare: prepareWhenTold } },
      { maxPreparing: cores, maxBatchSize: cores + 2 },
    );
    const picture = await colourPicture('red');
    const vectors = Array.from({ length: cores + 4 }, () => embedder.embedImage(picture));
    open.shift()!();
    // The first is prepared once another takes its place.
    while (open.length < cores) await nextTurn();
    await nextTurn();
    expect(fake.runs).toEqual([]);
    const rest = setInterval(() => open.shift()?.(), 1);
    await Promise.all(vectors);
    clearInterval(rest);
    expect(fake.runs[0]!.items).toBeGreaterThan(1);
  });

  it('does not wait long for what is being prepared', async () => {
    const fake = fakeEncoder({ parallelism: 1 });
    let calls = 0;
    // All but the first take for ever.
    const prepare = (bytes: Uint8Array): Promise<unknown> => (calls++ === 0 ? fake.image.prepare(bytes) : new Promise(() => {}));
    const maxPreparing = availableParallelism();
    const embedder = batched({ ...fake, image: { ...fake.image, prepare } }, { maxPreparing, maxBatchSize: maxPreparing + 2 });
    const picture = await colourPicture('red');
    const leaving = new AbortController();
    const first = embedder.embedImage(picture);
    const others = Array.from({ length: maxPreparing }, () => embedder.embedImage(picture, { signal: leaving.signal }));
    await expect(first).resolves.toBeInstanceOf(Float32Array);
    leaving.abort();
    const outcomes = await Promise.allSettled(others);
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  });

  it('computes equal texts once and gives every caller a vector of its own', async () => {
    const encoder = fakeEncoder({ latencyMs: 2 });
    const embedder = batched(encoder);
    const [first, second] = await Promise.all([embedder.embedText('same'), embedder.embedText('same')]);
    expect(encoder.runs).toEqual([{ tower: 'text', items: 1 }]);
    expect(first.vector).toEqual(second.vector);
    expect(first.vector.buffer).not.toBe(second.vector.buffer);
  });

  it('lets one of two callers of a text leave without the other', async () => {
    const embedder = batched(fakeEncoder({ latencyMs: 5 }));
    const leaving = new AbortController();
    const [left, stayed] = [embedder.embedText('same', { signal: leaving.signal }), embedder.embedText('same')];
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    await expect(stayed).resolves.toMatchObject({ tokenCount: 3 });
  });

  it('refuses a corrupt image alone', async () => {
    const encoder = fakeEncoder({ latencyMs: 1 });
    const embedder = batched(encoder);
    const picture = await colourPicture('red');
    const results = await Promise.allSettled([picture, picture.subarray(0, 60), picture].map((bytes) => embedder.embedImage(bytes)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'INVALID_INPUT', input: 'CORRUPT' } });
    const { vector: red } = await embedder.embedText('red');
    expect(dot(red, (results[0] as PromiseFulfilledResult<Float32Array>).value)).toBeGreaterThan(0.9);
  });

  it('fails the poisonous item of a batch alone', async () => {
    const encoder = fakeEncoder({ parallelism: 1, failsOn: (input) => input === 'poison' });
    const reports: BatchReport[] = [];
    const embedder = batched(encoder, { onBatch: (report) => void reports.push(report) });
    const results = await Promise.allSettled(['good', 'poison', 'fine'].map((text) => embedder.embedText(text)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: 'MODEL_FAILED' } });
    expect(encoder.runs.map(({ items }) => items)).toEqual([3, 1, 1, 1]);
    await embedder.close();
    expect(reports).toMatchObject([{ tower: 'text', items: 3, failed: true }]);
    expect(embedder.stats()).toMatchObject({ batches: 1, items: 3, failed: 1, queuedTexts: 0, runningBatches: 0 });
  });

  it('turns whatever a tower throws into MODEL_FAILED, a wrong number of vectors included', async () => {
    const fake = fakeEncoder();
    const broken: Encoder = { ...fake, text: { ...fake.text!, run: () => Promise.reject(new Error('boom')) } };
    await expect(batched(broken).embedText('a')).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    const short: Encoder = { ...fake, text: { ...fake.text!, run: () => Promise.resolve([]) } };
    await expect(batched(short).embedText('a')).rejects.toMatchObject({ code: 'MODEL_FAILED' });
  });

  it('survives an observer that throws', async () => {
    const embedder = batched(fakeEncoder(), {
      onBatch: () => {
        throw new Error('observer');
      },
    });
    await embedder.embedText('a');
    await expect(embedder.embedText('b')).resolves.toMatchObject({ tokenCount: 3 });
  });

  it('refuses at once with OVERLOADED when the queue is full, and says when to retry', async () => {
    const embedder = batched(fakeEncoder({ parallelism: 1, latencyMs: 10 }), { maxQueuedTexts: 4, maxBatchTokens: 3 });
    const accepted = words(4).map((text) => embedder.embedText(text));
    await expect(embedder.embedText('one more')).rejects.toMatchObject({ code: 'OVERLOADED', retryAfterMs: expect.any(Number) });
    await Promise.all(accepted);
    await expect(embedder.embedText('one more')).resolves.toBeDefined();
    expect(embedder.stats()).toMatchObject({ overloaded: 1, queuedTexts: 0 });
  });

  it('bounds the bytes that wait', async () => {
    const picture = await colourPicture('red');
    const embedder = batched(fakeEncoder({ latencyMs: 5 }), { maxQueuedBytes: picture.length * 2 });
    const results = await Promise.allSettled([picture, picture, picture].map((bytes) => embedder.embedImage(bytes)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect(embedder.stats().queuedBytes).toBe(0);
  });

  it('keeps room for requests while bulk work fills the queue', async () => {
    const embedder = batched(fakeEncoder({ latencyMs: 2 }), { maxQueuedTexts: 8 });
    const bulk = words(8).map((text) => embedder.embedText(text, { priority: 'bulk' }));
    const outcomes = Promise.allSettled(bulk);
    await expect(embedder.embedText('request')).resolves.toBeDefined();
    expect((await outcomes).filter(({ status }) => status === 'rejected')).toHaveLength(2);
  });

  it('counts the deadline from the call', async () => {
    let runs = 0;
    const encoder = fakeEncoder({ parallelism: 1, latencyMs: () => (runs++ === 0 ? 1 : 400) });
    const embedder = batched(encoder, { maxBatchTokens: 3, deadlineMs: 200 });
    const results = await Promise.allSettled(words(4).map((text) => embedder.embedText(text)));
    expect(results[0]!.status).toBe('fulfilled');
    expect(results[3]).toMatchObject({ status: 'rejected', reason: { code: 'TIMEOUT' } });
    await embedder.close();
  });

  it('drops the work of callers who left before it ran', async () => {
    const encoder = fakeEncoder({ parallelism: 1, latencyMs: 200 });
    const embedder = batched(encoder, { maxBatchTokens: 3 });
    const leaving = new AbortController();
    const first = embedder.embedText('first');
    const left = words(10).map((text) => embedder.embedText(text, { signal: leaving.signal }));
    const outcomes = Promise.allSettled(left);
    await new Promise((resolve) => setTimeout(resolve, 2));
    leaving.abort();
    await first;
    expect((await outcomes).every((result) => result.status === 'rejected' && result.reason === leaving.signal.reason)).toBe(true);
    await embedder.close();
    expect(encoder.runs).toHaveLength(1);
    await expect(embedder.embedText('x')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('lets interactive work pass bulk work, which still gets its share', async () => {
    const encoder = fakeEncoder({ parallelism: 1, latencyMs: 1 });
    const order: string[] = [];
    const embedder = batched(encoder, { maxBatchTokens: 3, bulkShare: 0.25, onBatch: ({ priority }) => void order.push(priority) });
    const bulk = words(8).map((text) => embedder.embedText(`bulk${text}`, { priority: 'bulk' }));
    const interactive = words(8).map((text) => embedder.embedText(text));
    await Promise.all(interactive);
    const sofar = order.filter((priority) => priority === 'bulk').length;
    expect(sofar).toBeGreaterThanOrEqual(1);
    expect(sofar).toBeLessThanOrEqual(4);
    await Promise.all(bulk);
    await embedder.close();
    expect(order).toHaveLength(16);
  });

  it('says UNSUPPORTED for texts without a text tower', async () => {
    await expect(batched(fakeEncoder({ text: false })).embedText('a')).rejects.toMatchObject({ code: 'UNSUPPORTED' });
  });

  it('finishes what is queued before it closes the encoder, once', async () => {
    const encoder = fakeEncoder({ parallelism: 1, latencyMs: 2 });
    const embedder = batched(encoder, { maxBatchTokens: 3 });
    const queued = words(5).map((text) => embedder.embedText(text));
    const closing = embedder.close();
    await expect(embedder.embedText('late')).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(Promise.all(queued)).resolves.toHaveLength(5);
    await Promise.all([closing, embedder.close()]);
    expect(encoder.closed).toBe(true);
  });

  it('gives up a run that does not come back: each of its items fails once, and others have its place', async () => {
    const encoder = fakeEncoder({ parallelism: 1 });
    const stuck: (() => void)[] = [];
    const reasons: unknown[] = [];
    let hangs = true;
    const hanging: Encoder = {
      ...encoder,
      image: {
        ...encoder.image,
        async run(batch, { signal } = {}) {
          signal?.addEventListener('abort', () => reasons.push(signal.reason));
          if (hangs) await new Promise<void>((resolve) => stuck.push(resolve));
          return encoder.image.run(batch);
        },
      },
    };
    const batches: BatchReport[] = [];
    const embedder = batched(hanging, { runLimitMs: 50, onBatch: (batch) => batches.push(batch) });
    const red = await colourPicture('red');
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => embedder.embedImage(red)));
    for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: { code: 'MODEL_FAILED', message: /did not come back/ } });
    await expect.poll(() => batches.length).toBe(stuck.length);
    expect(reasons).toHaveLength(stuck.length);
    expect(batches.every(({ givenUp }) => givenUp)).toBe(true);
    expect(embedder.stats()).toMatchObject({ givenUp: stuck.length, lost: stuck.length, queuedImages: 0 });
    await expect(embedder.health()).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    hangs = false;
    expect(await embedder.embedImage(red)).toHaveLength(64);
    for (const letGo of stuck) letGo();
    await expect.poll(() => embedder.stats().lost).toBe(0);
    await embedder.health();
    await embedder.close();
  });

  it('computes equal pictures that are asked for at once in one run, for each caller in a vector of its own', async () => {
    const encoder = fakeEncoder();
    const embedder = batched(encoder);
    const pictures = await Promise.all([1, 2, 3].map(async () => asPicture(await colourPicture('red'))));
    const vectors = await Promise.all(pictures.map((picture) => embedder.embedImage(picture)));
    expect(encoder.runs).toEqual([{ tower: 'image', items: 1 }]);
    expect(new Set(vectors).size).toBe(3);
    expect(vectors[1]).toEqual(vectors[0]);
    await embedder.close();
  });

  it('prepares others beside what takes long to prepare', async () => {
    const encoder = fakeEncoder({ parallelism: 1 });
    const { promise: opened, resolve: open } = Promise.withResolvers<void>();
    const slow = await colourPicture('blue');
    const image: Encoder['image'] = {
      ...encoder.image,
      prepare: async (picture, options) => {
        if (picture === slow) await opened;
        return encoder.image.prepare(picture, options);
      },
    };
    const embedder = batched({ ...encoder, image }, { maxPreparing: 1 });
    const late = embedder.embedImage(slow);
    expect(await embedder.embedImage(await colourPicture('red'))).toHaveLength(64);
    expect(embedder.stats().queuedImages).toBe(1);
    open();
    expect(await late).toHaveLength(64);
    await embedder.close();
  });
});
