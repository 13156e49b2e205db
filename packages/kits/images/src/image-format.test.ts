import { isPluginError } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { imageFormat, IMAGE_FORMATS } from './image-format.ts';

const refusedAs = (input: string) => expect.objectContaining({ code: 'INVALID_INPUT', input });
const picture = sharp({ create: { width: 16, height: 16, channels: 3, background: '#c04020' } });

describe('imageFormat', () => {
  test.each(IMAGE_FORMATS)('knows a real %s', async (format) => {
    expect(imageFormat(await picture.clone().toFormat(format).toBuffer())).toBe(format);
  });

  test('knows AVIF by a compatible brand too', () => {
    expect(imageFormat(Buffer.from('\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf', 'latin1'))).toBe('avif');
  });

  test.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['PDF', '%PDF-1.7'],
    ['TIFF', 'II*\0'],
    ['BMP', 'BM'],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic'],
    ['AVIF only as a version number', '\0\0\0\x18ftypmif1avifmif1heic'],
    ['AVIF named after the box', '\0\0\0\x14ftypmif1\0\0\0\0mif1avif'],
    ['a WAV file', 'RIFF\0\0\0\0WAVE'],
    ['HTML', '<!doctype html>'],
    ['half a PNG signature', '\x89PNG'],
  ])('refuses %s and names what it takes', (_, text) => {
    const refusal = { code: 'INVALID_INPUT', input: 'UNSUPPORTED_FORMAT', message: expect.stringContaining('jpeg, png, webp, gif, avif') };
    expect(() => imageFormat(Buffer.from(text, 'latin1'))).toThrow(expect.objectContaining(refusal));
  });

  test('finds no bytes empty', () => expect(() => imageFormat(new Uint8Array())).toThrow(refusedAs('EMPTY')));

  test('never fails in another way', () => {
    const withHead = fc.tuple(fc.constantFrom('', 'RIFF', '\0\0\0\x20ftyp', '\xff\xd8'), fc.uint8Array()).map(([head, bytes]) => {
      return Buffer.concat([Buffer.from(head, 'latin1'), bytes]);
    });
    fc.assert(
      fc.property(withHead, (bytes) => {
        expect([...IMAGE_FORMATS, 'EMPTY', 'UNSUPPORTED_FORMAT']).toContain(outcomeOf(bytes));
      }),
    );
  });
});

function outcomeOf(bytes: Uint8Array): unknown {
  try {
    return imageFormat(bytes);
  } catch (error) {
    return isPluginError(error) ? error.input : error;
  }
}
