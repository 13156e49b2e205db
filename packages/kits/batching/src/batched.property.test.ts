import { setTimeout as sleep } from 'node:timers/promises';

import { colourPicture, fakeEncoder } from '@clipgraph/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { batched } from './batched.ts';

const call = fc.record({
  kind: fc.constantFrom('text', 'text', 'image', 'corrupt image', 'empty text'),
  /** Small range, so that equal texts meet. */
  word: fc.integer({ min: 0, max: 12 }),
  length: fc.integer({ min: 1, max: 20 }),
  priority: fc.constantFrom('interactive' as const, 'bulk' as const),
  startMs: fc.integer({ min: 0, max: 6 }),
  abortMs: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
});

const setting = fc.record({
  calls: fc.array(call, { minLength: 1, maxLength: 60 }),
  parallelism: fc.integer({ min: 1, max: 3 }),
  maxBatchSize: fc.integer({ min: 1, max: 5 }),
  maxBatchTokens: fc.integer({ min: 1, max: 60 }),
  maxQueuedTexts: fc.integer({ min: 1, max: 40 }),
  deadlineMs: fc.constantFrom(4, 10, 1000),
  latencies: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1 }),
  /** Texts with this word make their run fail. */
  poison: fc.integer({ min: 0, max: 20 }),
  closeMs: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
});

describe('batched under random aborts, failures and deadlines', () => {
  it('settles every call, with its own vector or a reason that fits', async () => {
    const picture = await colourPicture('blue');
    const reference = fakeEncoder();
    const vectorOf = async (input: string | Uint8Array): Promise<Float32Array> =>
      typeof input === 'string'
        ? (await reference.text!.run([await reference.text!.prepare(input)]))[0]!
        : (await reference.image.run([await reference.image.prepare(input)]))[0]!;

    await fc.assert(
      fc.asyncProperty(setting, async ({ calls, parallelism, latencies, poison, closeMs, ...options }) => {
        let runs = 0;
        let running = 0;
        const poisoned = (input: string | Uint8Array): boolean => typeof input === 'string' && input.startsWith(`word${poison} `);
        const encoder = fakeEncoder({ parallelism, latencyMs: () => latencies[runs++ % latencies.length]!, failsOn: poisoned });
        const watched = watch(encoder, (change) => {
          running += change;
          expect(running).toBeLessThanOrEqual(parallelism);
        });
        const embedder = batched(watched, options);
        const closing = closeMs === undefined ? undefined : sleep(closeMs).then(() => embedder.close());

        await Promise.all(
          calls.map(async ({ kind, word, length, priority, startMs, abortMs }) => {
            await sleep(startMs);
            const signal = abortMs === undefined ? undefined : abortAfter(abortMs);
            const text = kind === 'empty text' ? ' ' : `word${word} ${'and '.repeat(length)}`;
            const input = kind === 'image' ? picture : kind === 'corrupt image' ? picture.subarray(0, 50) : text;
            const answer =
              typeof input === 'string'
                ? embedder.embedText(input, { signal, priority }).then(({ vector }) => vector)
                : embedder.embedImage(input, { signal, priority });
            try {
              const vector = await answer;
              expect(kind === 'text' || kind === 'image').toBe(true);
              expect(poisoned(input)).toBe(false);
              expect(vector).toEqual(await vectorOf(input));
            } catch (error) {
              if (signal?.aborted && error === signal.reason) return;
              const allowed = ['TIMEOUT', 'OVERLOADED'];
              if (closeMs !== undefined) allowed.push('UNAVAILABLE');
              if (kind.includes(' ')) allowed.push('INVALID_INPUT');
              if (poisoned(input)) allowed.push('MODEL_FAILED');
              if (!allowed.includes((error as { code: string }).code)) throw error;
            }
          }),
        );
        await (closing ?? embedder.close());
        expect(embedder.stats()).toMatchObject({ queuedImages: 0, queuedTexts: 0, queuedBytes: 0 });
        expect(running).toBe(0);
        expect(encoder.closed).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});

function abortAfter(delayMs: number): AbortSignal {
  const controller = new AbortController();
  if (delayMs === 0) controller.abort();
  else setTimeout(() => controller.abort(), delayMs);
  return controller.signal;
}

/** The same encoder, reporting runs as they begin (+1) and end (-1). */
function watch<Watched extends ReturnType<typeof fakeEncoder>>(encoder: Watched, onChange: (change: 1 | -1) => void): Watched {
  const counted =
    <Batch, Result>(run: (batch: Batch) => Promise<Result>) =>
    async (batch: Batch): Promise<Result> => {
      onChange(1);
      try {
        return await run(batch);
      } finally {
        onChange(-1);
      }
    };
  return {
    ...encoder,
    image: { ...encoder.image, run: counted(encoder.image.run) },
    text: { ...encoder.text!, run: counted(encoder.text!.run) },
  };
}
