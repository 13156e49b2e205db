import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { batched } from '@clipgraph/batching';
import { normalised, type Embedder } from '@clipgraph/contracts';
import { asPicture, fakeEncoder, noisePicture, type FakeEncoder } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { cached, type Cached } from './cached.ts';
import { vectorCache, type VectorCache } from './vector-cache.ts';

const MIB = 1024 * 1024;
let dir: string;
let cache: VectorCache;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'clipgraph-cache-'));
  cache = vectorCache({ dir, maxBytes: MIB });
});

afterEach(() => {
  cache.close();
  rmSync(dir, { recursive: true });
});

const path = (): string => join(dir, 'vectors.sqlite');
const key = (number: number): Uint8Array =>
  new Uint8Array(32)
    .fill(number % 251)
    .fill(number >> 8, 0, 4)
    .fill(number & 255, 4, 8);
const vector = (seed: number, dimensions = 512): Float32Array =>
  normalised(Float32Array.from({ length: dimensions }, (_, i) => Math.sin(seed * 31 + i)));
const reopen = (): void => {
  cache.close();
  cache = vectorCache({ dir, maxBytes: MIB });
};

describe('the cache', () => {
  it('gives back what was put in, bit for bit, and nothing else', () => {
    cache.put(key(1), vector(1));
    expect(cache.get(key(1), 512)).toEqual(vector(1));
    expect(cache.get(key(2), 512)).toBeUndefined();
    expect(cache.get(key(1), 768)).toBeUndefined();
    cache.put(key(1), vector(2));
    expect(cache.get(key(1), 512)).toEqual(vector(2));
    expect(cache.count()).toBe(1);
  });

  it('remembers over a restart', () => {
    cache.put(key(1), vector(1));
    reopen();
    expect(cache.get(key(1), 512)).toEqual(vector(1));
  });

  it('keeps within its size, and forgets what was not used for longest', () => {
    for (let number = 0; number < 2000; number += 1) {
      cache.put(key(number), vector(number));
      cache.get(key(7), 512);
    }
    expect(statSync(path()).size).toBeLessThanOrEqual(MIB);
    expect(cache.count()).toBeGreaterThan(250);
    expect(cache.get(key(1999), 512)).toEqual(vector(1999));
    expect(cache.get(key(7), 512)).toEqual(vector(7));
    expect(cache.get(key(8), 512)).toBeUndefined();
    reopen();
    expect(cache.get(key(7), 512)).toEqual(vector(7));
  });

  it('starts empty when its file is none, or was made larger', () => {
    cache.close();
    writeFileSync(path(), 'not a database, whatever its name is'.repeat(1000));
    cache = vectorCache({ dir, maxBytes: MIB });
    cache.put(key(1), vector(1));
    expect(cache.get(key(1), 512)).toEqual(vector(1));

    cache.close();
    const large = vectorCache({ dir, maxBytes: 8 * MIB });
    for (let number = 0; number < 2000; number += 1) large.put(key(number), vector(number));
    large.close();
    cache = vectorCache({ dir, maxBytes: MIB });
    expect(cache.count()).toBe(0);
    expect(statSync(path()).size).toBeLessThanOrEqual(MIB);
  });

  it('gives back no vector that was damaged on the disk', () => {
    for (let number = 0; number < 100; number += 1) cache.put(key(number), vector(number));
    cache.close();
    const bytes = readFileSync(path());
    for (let at = 20_000; at < bytes.length; at += 977) bytes[at]! ^= 0x10;
    writeFileSync(path(), bytes);
    cache = vectorCache({ dir, maxBytes: MIB });
    const found = Array.from({ length: 100 }, (_, number) => cache.get(key(number), 512));
    expect(found.every((value, number) => value === undefined || value.every((component, i) => component === vector(number)[i]))).toBe(
      true,
    );
    cache.put(key(1), vector(1));
    expect(cache.get(key(1), 512)).toEqual(vector(1));
  });

  it('leaves the file alone while another has it, and remembers nothing', () => {
    cache.put(key(1), vector(1));
    const second = vectorCache({ dir, maxBytes: MIB });
    second.put(key(2), vector(2));
    expect([second.get(key(1), 512), second.get(key(2), 512), second.count()]).toEqual([undefined, undefined, 0]);
    second.close();
    expect(cache.get(key(1), 512)).toEqual(vector(1));
    reopen();
    expect(cache.get(key(1), 512)).toEqual(vector(1));
  });

  it('has nothing once it is closed', () => {
    cache.put(key(1), vector(1));
    cache.close();
    cache.put(key(2), vector(2));
    expect([cache.get(key(1), 512), cache.count()]).toEqual([undefined, 0]);
  });

  it('wants a size', () => {
    for (const maxBytes of [0, -1, Number.NaN, 1000]) expect(() => vectorCache({ dir, maxBytes })).toThrow(RangeError);
  });
});

describe('a cached embedder', () => {
  let encoder: FakeEncoder;
  let embedder: Cached<Embedder>;

  beforeEach(() => {
    encoder = fakeEncoder();
    embedder = cached(batched(encoder), cache);
  });

  afterEach(() => embedder.close());

  const imageRuns = (): number => encoder.runs.filter(({ tower }) => tower === 'image').length;

  it('shows each picture to the model once', async () => {
    const [a, b] = await Promise.all([noisePicture(1), noisePicture(2)]);
    const first = await embedder.embedImage(a);
    expect(await embedder.embedImage(Uint8Array.from(a))).toEqual(first);
    expect(await embedder.embedImage(b)).not.toEqual(first);
    expect([imageRuns(), embedder.cacheCounts()]).toEqual([2, { hits: 1, misses: 2 }]);
  });

  it('knows a picture by its hash, which it does not compute again, and the bytes of it as the same', async () => {
    const bytes = await noisePicture(1);
    let hashed = 0;
    const picture = asPicture(bytes);
    const counting = { ...picture, sha256: () => (hashed++, picture.sha256()) };
    const first = await embedder.embedImage(counting);
    expect(await embedder.embedImage(counting)).toEqual(first);
    expect(await embedder.embedImage(bytes)).toEqual(first);
    expect(await embedder.embedCrops(counting, 2)).toEqual(await embedder.embedCrops(bytes, 2));
    // Once more than the cache asks: the queue knows the same picture by it.
    expect([hashed, embedder.cacheCounts()]).toEqual([4, { hits: 3, misses: 2 }]);
  });

  it('gives everybody a vector of their own', async () => {
    const picture = await noisePicture(1);
    const first = Float32Array.from(await embedder.embedImage(picture));
    (await embedder.embedImage(picture)).fill(0);
    expect(await embedder.embedImage(picture)).toEqual(first);
  });

  it('mixes no models: another fingerprint is another picture', async () => {
    const picture = await noisePicture(1);
    const other = fakeEncoder({ name: 'other', dimensions: 32 });
    const second = cached(batched(other), cache);
    expect(await embedder.embedImage(picture)).toHaveLength(64);
    expect(await second.embedImage(picture)).toHaveLength(32);
    expect(second.cacheCounts()).toEqual({ hits: 0, misses: 1 });
    await second.close();
  });

  it('remembers pictures in crops, apart from whole ones and for each number of levels', async () => {
    const picture = await noisePicture(1, { width: 64, height: 64 });
    const whole = await embedder.embedImage(picture);
    const pieces = await embedder.embedCrops(picture, 3);
    expect(await embedder.embedCrops(picture, 2)).toEqual(pieces.slice(0, 5));
    expect(embedder.cacheCounts()).toEqual({ hits: 0, misses: 3 });
    const ran = encoder.runs.length;
    expect(await embedder.embedCrops(picture, 3)).toEqual(pieces);
    expect(await embedder.embedCrops(picture, 2)).toEqual(pieces.slice(0, 5));
    expect(await embedder.embedImage(picture)).toEqual(whole);
    expect([encoder.runs.length, embedder.cacheCounts()]).toEqual([ran, { hits: 3, misses: 3 }]);
  });

  it('remembers no failure', async () => {
    const broken = (await noisePicture(1)).subarray(0, 50);
    for (let i = 0; i < 2; i += 1) await expect(embedder.embedImage(broken)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect([cache.count(), embedder.cacheCounts()]).toEqual([0, { hits: 0, misses: 2 }]);
  });

  it('takes no work after a cancelled call or its end, not even what it knows', async () => {
    const picture = await noisePicture(1);
    await embedder.embedImage(picture);
    await expect(embedder.embedImage(picture, { signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left');
    await embedder.close();
    await expect(embedder.embedImage(picture)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  it('leaves texts to the embedder', async () => {
    expect((await embedder.embedText('red')).vector).toEqual((await embedder.embedText('red')).vector);
    expect(encoder.runs.filter(({ tower }) => tower === 'text')).toHaveLength(2);
  });
});
