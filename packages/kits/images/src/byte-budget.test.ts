import { setTimeout as delay } from 'node:timers/promises';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteBudget, type ByteLease } from './byte-budget.ts';

/** Who was let in so far, in order. */
function lettingIn(budget: ReturnType<typeof byteBudget>) {
  const order: string[] = [];
  const leases = new Map<string, ByteLease>();
  const ask = (name: string, owner: string, bytes: number, options: { isLasting?: boolean } = {}): void => {
    const letIn = (lease: ByteLease): void => {
      order.push(name);
      leases.set(name, lease);
    };
    // Who still waits at the end of a test is refused some time later.
    budget.acquire(bytes, { owner, ...options }).then(letIn, () => undefined);
  };
  return { order, leases, ask };
}

const settled = (): Promise<void> => delay(0);

describe('byteBudget', () => {
  test('lets in what fits, and gives back once', async () => {
    const budget = byteBudget({ maxBytes: 100 });
    const lease = await budget.acquire(60, { owner: 'a' });
    expect([budget.usedBytes, lease.bytes]).toEqual([60, 60]);
    lease.shrink(20);
    expect([budget.usedBytes, lease.bytes]).toEqual([20, 20]);
    lease.shrink(50);
    expect(budget.usedBytes).toBe(20);
    lease.release();
    lease.release();
    expect(budget.usedBytes).toBe(0);
  });

  test('takes turns among owners, first come, first served within one', async () => {
    const budget = byteBudget({ maxBytes: 100 });
    const { order, leases, ask } = lettingIn(budget);
    for (let i = 0; i < 6; i++) ask(`flood ${i}`, 'flood', 30);
    ask('other 0', 'other', 30);
    ask('other 1', 'other', 30);
    await settled();
    // Three quarters of the budget are the most of one owner.
    expect(order).toEqual(['flood 0', 'flood 1', 'other 0']);
    leases.get('flood 0')!.release();
    await settled();
    leases.get('other 0')!.release();
    await settled();
    leases.get('flood 1')!.release();
    await settled();
    expect(order.slice(3).filter((name) => name.startsWith('other'))).toEqual(['other 1']);
    expect(order.slice(3).filter((name) => name.startsWith('flood'))).toEqual(['flood 2', 'flood 3']);
  });

  test('does not let small ones starve a large one', async () => {
    const budget = byteBudget({ maxBytes: 100 });
    const { order, leases, ask } = lettingIn(budget);
    ask('a', 'a', 60);
    await settled();
    ask('large', 'b', 70);
    ask('small', 'c', 10);
    await settled();
    expect(order).toEqual(['a']);
    leases.get('a')!.release();
    await settled();
    expect(order).toEqual(['a', 'large', 'small']);
  });

  test('leaves half for what does not last as long as a request', async () => {
    const budget = byteBudget({ maxBytes: 100 });
    const { order, ask } = lettingIn(budget);
    for (const owner of ['a', 'b', 'c']) ask(`body of ${owner}`, owner, 25, { isLasting: true });
    ask('picture', 'd', 50);
    await settled();
    expect(order).toEqual(['body of a', 'body of b', 'picture']);
  });

  test('counts what is too large for anybody as all that one owner may have', async () => {
    const budget = byteBudget({ maxBytes: 100 });
    expect((await budget.acquire(1000, { owner: 'a' })).bytes).toBe(75);
  });

  test('refuses at once when too many wait, later when the wait is too long, and says when to come back', async () => {
    const budget = byteBudget({ maxBytes: 100, maxWaiting: 4, maxWaitMs: 50 });
    const lease = await budget.acquire(75, { owner: 'a' });
    const refusal = { code: 'OVERLOADED', input: 'OVERLOADED', retryAfterMs: expect.any(Number) };
    const waiting = [0, 1].map(() => budget.acquire(75, { owner: 'a' }));
    // Of four places two are for others.
    await expect(budget.acquire(75, { owner: 'a' })).rejects.toMatchObject(refusal);
    for (const one of waiting) await expect(one).rejects.toMatchObject(refusal);
    expect([budget.waiting, budget.refused]).toEqual([0, 3]);
    lease.release();
    expect(budget.usedBytes).toBe(0);
  });

  test('forgets who left, and goes on with the next', async () => {
    const budget = byteBudget({ maxBytes: 100 });
    const lease = await budget.acquire(75, { owner: 'a' });
    const left = new AbortController();
    const large = budget.acquire(75, { owner: 'b', signal: left.signal });
    const small = budget.acquire(20, { owner: 'c' });
    left.abort(new Error('left'));
    await expect(large).rejects.toThrow('left');
    expect((await small).bytes).toBe(20);
    lease.release();
    await expect(budget.acquire(1, { signal: AbortSignal.abort(new Error('gone')) })).rejects.toThrow('gone');
  });

  test('never promises more than there is, and in the end has everything back', async () => {
    const asked = fc.record({
      owner: fc.constantFrom('a', 'b', 'c'),
      bytes: fc.integer({ min: 0, max: 120 }),
      isLasting: fc.boolean(),
      leaves: fc.boolean(),
      turns: fc.nat(3),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { maxLength: 30 }), async (all) => {
        const budget = byteBudget({ maxBytes: 100, maxWaitMs: 5000 });
        let most = 0;
        await Promise.allSettled(
          all.map(async ({ owner, bytes, isLasting, leaves, turns }) => {
            const left = new AbortController();
            const asking = budget.acquire(bytes, { owner, isLasting, signal: left.signal });
            if (leaves) left.abort(new Error('left'));
            const lease = await asking;
            most = Math.max(most, budget.usedBytes);
            for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
            lease.shrink(bytes / 2);
            lease.release();
          }),
        );
        expect(most).toBeLessThanOrEqual(100);
        expect([budget.usedBytes, budget.waiting]).toEqual([0, 0]);
      }),
    );
  });
});
