import { describe, expect, test } from 'vitest';
import { sharedWork } from './shared-work.ts';

describe('sharedWork', () => {
  test('is done once for all who ask meanwhile, and again for who asks later', async () => {
    const share = sharedWork<number>();
    let done = 0;
    const work = async (): Promise<number> => {
      await new Promise(setImmediate);
      return ++done;
    };
    expect(await Promise.all([share('a', work), share('a', work), share('b', work)])).toEqual([1, 1, 2]);
    expect(await share('a', work)).toBe(3);
  });

  test('ends when all have left, not before', async () => {
    const share = sharedWork<string>();
    const { promise, resolve } = Promise.withResolvers<string>();
    let ended = false;
    const work = (signal: AbortSignal): Promise<string> => {
      signal.addEventListener('abort', () => (ended = true));
      return promise;
    };
    const [one, two] = [new AbortController(), new AbortController()];
    const first = share('a', work, one.signal);
    const second = share('a', work, two.signal);
    await new Promise(setImmediate);
    one.abort(new Error('one left'));
    await expect(first).rejects.toThrow('one left');
    expect(ended).toBe(false);
    two.abort(new Error('two left'));
    await expect(second).rejects.toThrow('two left');
    expect(ended).toBe(true);
    // What is being ended is nobody's any more.
    expect(await share('a', async () => 'anew')).toBe('anew');
    resolve('too late');
  });

  test('fails for all alike', async () => {
    const share = sharedWork<string>();
    const fail = (): Promise<string> => {
      throw new Error('broken');
    };
    for (const outcome of await Promise.allSettled([share('a', fail), share('a', fail)])) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'broken' } });
    }
  });
});
