import { describe, expect, it } from 'vitest';

import { imageRef } from './image-input.ts';
import { checkLength, pageSize } from './limits.ts';

const invalid = (input: string, message: string) => expect.objectContaining({ code: 'INVALID_INPUT', input, message });

describe('the length of a list', () => {
  it('is from one to the most, and a refusal names the argument', () => {
    expect(() => checkLength('images', [1], 2)).not.toThrow();
    expect(() => checkLength('images', [1, 2], 2)).not.toThrow();
    expect(() => checkLength('images', [], 2)).toThrow(invalid('EMPTY', 'images is empty.'));
    expect(() => checkLength('images', [1, 2, 3], 2)).toThrow(invalid('TOO_LARGE', 'images holds 3 items; at most 2 are taken.'));
  });
});

describe('the size of a page', () => {
  it('is the standard one unless another within the limits is asked for', () => {
    expect([undefined, null, 1, 100].map((first) => pageSize(first, 20, 100))).toEqual([20, 20, 1, 100]);
    for (const first of [0, -1, 101]) {
      expect(() => pageSize(first, 20, 100)).toThrow(invalid('INVALID', 'first must be from 1 to 100.'));
    }
  });
});

describe('an image input', () => {
  it('is one of four kinds; an empty text is one too, to be refused in its place', () => {
    expect(imageRef({ url: 'https://example.org/' })).toEqual({ kind: 'url', url: 'https://example.org/' });
    expect(imageRef({ base64: '' })).toEqual({ kind: 'base64', base64: '' });
    expect(imageRef({ uploadId: 'u' })).toEqual({ kind: 'upload', uploadId: 'u' });
    expect(imageRef({ assetId: 'a' })).toEqual({ kind: 'asset', assetId: 'a' });
    expect(() => imageRef({})).toThrow(invalid('INVALID', 'An image needs one of url, base64, uploadId and assetId.'));
    expect(() => imageRef({ url: null })).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
  });
});
