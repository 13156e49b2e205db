import { describe, expect, test } from 'vitest';
import { byteBudget } from './byte-budget.ts';
import { heldPictures, type PictureHolder } from './held-pictures.ts';
import { pictureOf } from './picture-of.ts';

/** A request that ends when it is told to. */
function request(owner: string): PictureHolder & { end(): void } {
  const releases: (() => void)[] = [];
  return { owner, onEnd: (release) => void releases.push(release), end: () => releases.splice(0).forEach((release) => release()) };
}

const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const bytes = new Uint8Array(30);

function reading() {
  const budget = byteBudget({ maxBytes: 100 });
  let now: PictureHolder | undefined;
  const held = heldPictures({ budget, maxBytes: 60, holder: () => now });
  let reads = 0;
  let reserved = 0;
  const read = (key: string, size: number | 'unknown' = bytes.length, options = {}) =>
    held.read(
      key,
      async (admit) => {
        await admit(size === 'unknown' ? undefined : size);
        reads++;
        reserved = budget.usedBytes;
        await turn();
        return pictureOf(bytes);
      },
      options,
    );
  return { budget, held, read, reads: () => reads, reserved: () => reserved, as: (holder: PictureHolder | undefined) => (now = holder) };
}

describe('heldPictures', () => {
  test('reads the same picture once for all who need it, and counts it once until the last has let it go', async () => {
    const { budget, held, read, reads, as } = reading();
    as(request('a'));
    const pictures = await Promise.all([read('x'), read('x'), read('x')]);
    expect(new Set(pictures).size).toBe(1);
    expect([reads(), budget.usedBytes]).toEqual([1, 30]);
    held.letGo(pictures[0]!);
    held.letGo(pictures[0]!);
    await turn();
    expect(budget.usedBytes).toBe(30);
    held.letGo(pictures[0]!);
    await turn();
    expect(budget.usedBytes).toBe(0);
    held.letGo(pictures[0]!);
    expect(budget.usedBytes).toBe(0);
    await read('x');
    expect(reads()).toBe(2);
  });

  test('reserves the limit for a size that is not known, and gives back the rest', async () => {
    const { budget, read, reserved, as } = reading();
    as(request('a'));
    const before = reserved();
    await read('x', 'unknown');
    expect([before, reserved(), budget.usedBytes]).toEqual([0, 60, 30]);
  });

  test('lets go what a request held when that ends; another one that has it too keeps it', async () => {
    const { budget, read, as } = reading();
    const [one, two] = [request('a'), request('b')];
    as(one);
    await read('x');
    await read('y');
    as(two);
    await read('x');
    expect(budget.usedBytes).toBe(60);
    one.end();
    await turn();
    expect(budget.usedBytes).toBe(30);
    two.end();
    await turn();
    expect(budget.usedBytes).toBe(0);
  });

  test('counts what no request asks for only while it is read', async () => {
    const { budget, read } = reading();
    await read('x');
    await turn();
    expect(budget.usedBytes).toBe(0);
  });

  test('ends a read when all who wait have left, and has its bytes back once it is over', async () => {
    const { budget, held, as } = reading();
    as(request('a'));
    const left = new AbortController();
    let ended: unknown;
    const { promise, resolve } = Promise.withResolvers<void>();
    const read = held.read(
      'x',
      async (admit, signal) => {
        await admit(30);
        signal.addEventListener('abort', () => (ended = signal.reason));
        await promise;
        return pictureOf(bytes);
      },
      { signal: left.signal },
    );
    await turn();
    left.abort(new Error('left'));
    await expect(read).rejects.toThrow('left');
    expect(ended).toBeInstanceOf(DOMException);
    expect(budget.usedBytes).toBe(30);
    resolve();
    await turn();
    expect(budget.usedBytes).toBe(0);
  });

  test('has its bytes back when a read fails', async () => {
    const { budget, held, as } = reading();
    as(request('a'));
    const read = held.read('x', async (admit) => {
      await admit(30);
      throw new Error('broken');
    });
    await expect(read).rejects.toThrow('broken');
    await turn();
    expect(budget.usedBytes).toBe(0);
  });
});
