import { describe, expect, it } from 'vitest';

import { singleFlight } from './single-flight.ts';

const ever = new AbortController().signal;
const fail = (): Promise<string> => Promise.reject(new Error('broken'));

describe('a single flight', () => {
  it('is shared by those who ask for the same key while it goes on, and only then', async () => {
    const join = singleFlight<number>();
    let started = 0;
    const start = async (): Promise<number> => ++started;
    expect(await Promise.all([join('a', ever, start), join('a', ever, start), join('b', ever, start)])).toEqual([1, 1, 2]);
    expect(await join('a', ever, start)).toBe(3);
  });

  it('goes on when one of two leaves, and stops when the last one does', async () => {
    const join = singleFlight<string>();
    const work = Promise.withResolvers<string>();
    const signals: AbortSignal[] = [];
    const start = (signal: AbortSignal): Promise<string> => {
      signals.push(signal);
      return work.promise;
    };
    const [first, second] = [new AbortController(), new AbortController()];
    const answers = [join('a', first.signal, start), join('a', second.signal, start)];
    first.abort(new Error('left'));
    await expect(answers[0]).rejects.toThrow('left');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    second.abort(new Error('left too'));
    await expect(answers[1]).rejects.toThrow('left too');
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  it('starts again for a caller who comes after everyone left, though the old work has not ended', async () => {
    const join = singleFlight<string>();
    const abandoned = Promise.withResolvers<string>();
    const leaver = new AbortController();
    const left = join('a', leaver.signal, () => abandoned.promise);
    leaver.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    const second = Promise.withResolvers<string>();
    const answers = [join('a', ever, () => second.promise)];
    abandoned.reject(new Error('the old work'));
    await Promise.allSettled([abandoned.promise]);
    answers.push(join('a', ever, async () => 'a third'));
    second.resolve('new');
    expect(await Promise.all(answers)).toEqual(['new', 'new']);
  });

  it('fails for all who wait, and the next one tries again', async () => {
    const join = singleFlight<string>();
    const outcomes = await Promise.allSettled([join('a', ever, fail), join('a', ever, fail)]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await join('a', ever, async () => 'fine')).toBe('fine');
  });

  it('is not joined by one who has left already', async () => {
    const join = singleFlight<string>();
    await expect(join('a', AbortSignal.abort(new Error('gone')), async () => 'x')).rejects.toThrow('gone');
  });
});
