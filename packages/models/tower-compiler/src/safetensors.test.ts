import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { openCheckpoint, type Checkpoint } from './safetensors.ts';
import { safetensorsFile } from '@clipgraph/testing';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function opened(bytes: Uint8Array): Promise<Checkpoint> {
  const path = join(folder, 'model.safetensors');
  await writeFile(path, bytes);
  return openCheckpoint(path);
}

const entry = (dtype: string, shape: unknown, begin: number, end: number) => ({ dtype, shape, data_offsets: [begin, end] });

describe('a safetensors file', () => {
  it('gives weights of three kinds in float32', async () => {
    const data = Buffer.alloc(4 + 6 + 4 + 8);
    data.writeFloatLE(-1.5, 0);
    for (const [i, bits] of [0x3c00, 0xc100, 0x0001].entries()) data.writeUInt16LE(bits, 4 + 2 * i);
    for (const [i, bits] of [0x3f80, 0xc020].entries()) data.writeUInt16LE(bits, 10 + 2 * i);
    const header = {
      __metadata__: { format: 'pt' },
      full: entry('F32', [], 0, 4),
      half: entry('F16', [3], 4, 10),
      brain: entry('BF16', [2, 1], 10, 14),
      position_ids: entry('I64', [1, 1], 14, 22),
    };
    const checkpoint = await opened(safetensorsFile(header, data));
    expect(await checkpoint.read('full', [])).toEqual(Float32Array.of(-1.5));
    expect(await checkpoint.read('half', [3])).toEqual(Float32Array.of(1, -2.5, 2 ** -24));
    expect(await checkpoint.read('brain', [2, 1])).toEqual(Float32Array.of(1, -2.5));
    expect(checkpoint.shapeOf('brain')).toEqual([2, 1]);
    expect(checkpoint.shapeOf('other')).toBeUndefined();
    await expect(checkpoint.read('position_ids', [1, 1])).rejects.toThrow('the tensor position_ids is of I64, not F32, F16 or BF16');
    await expect(checkpoint.read('other', [1])).rejects.toThrow('the tensor other is missing');
    await expect(checkpoint.read('half', [4])).rejects.toThrow('the tensor half has the shape [3], and the configuration wants [4]');
    await checkpoint.close();
  });

  const one = { a: entry('F32', [2], 0, 8) };
  it.each([
    ['nothing', Buffer.alloc(0), /too short/],
    [
      'a header that is longer than the file',
      Buffer.concat([Buffer.from([255, 0, 0, 0, 0, 0, 0, 0]), Buffer.from('{}')]),
      /header is longer/,
    ],
    ['an absurd length', Buffer.alloc(50, 255), /header is longer/],
    ['no JSON', safetensorsFile('{', Buffer.alloc(8)), /not valid JSON/],
    ['a list', safetensorsFile([], Buffer.alloc(8)), /not a JSON object/],
    ['data that ends early', safetensorsFile(one, Buffer.alloc(7)), /take 8 bytes, and 7 are there/],
    ['data that goes on', safetensorsFile(one, Buffer.alloc(9)), /take 8 bytes, and 9 are there/],
    ['a gap', safetensorsFile({ a: entry('F32', [1], 4, 8) }, Buffer.alloc(8)), /a does not begin where/],
    ['an overlap', safetensorsFile({ ...one, b: entry('F32', [2], 4, 12) }, Buffer.alloc(12)), /b does not begin where/],
    ['a place of the wrong size', safetensorsFile({ a: entry('F32', [3], 0, 8) }, Buffer.alloc(8)), /a does not fit its shape/],
    ['a place that ends before it begins', safetensorsFile({ a: entry('F32', [2], 8, 0) }, Buffer.alloc(8)), /a does not fit its shape/],
    ['a negative shape', safetensorsFile({ a: entry('F32', [-2, -1], 0, 8) }, Buffer.alloc(8)), /entry for a is wrong/],
    ['a shape in words', safetensorsFile({ a: entry('F32', 'two', 0, 8) }, Buffer.alloc(8)), /entry for a is wrong/],
    ['an entry that is null', safetensorsFile({ a: null }, Buffer.alloc(0)), /entry for a is wrong/],
    ['an inherited dtype', safetensorsFile({ a: entry('toString', [2], 0, 9) }, Buffer.alloc(8)), /take 9 bytes/],
  ])('is refused with %s', async (_, bytes, message) => {
    await expect(opened(bytes)).rejects.toMatchObject({ code: 'UNSUPPORTED', message: expect.stringMatching(message) });
  });

  it('is refused, never misread, wherever it is cut off', async () => {
    const whole = safetensorsFile({ ...one, b: entry('F16', [3], 8, 14) }, Buffer.alloc(14, 1));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
        await expect(opened(whole.subarray(0, length))).rejects.toMatchObject({ code: 'UNSUPPORTED' });
      }),
      { numRuns: 60 },
    );
  });

  it('says so when there is none', async () => {
    await expect(openCheckpoint(join(folder, 'none'))).rejects.toThrow('model.safetensors cannot be opened');
  });
});
