import { isPluginError } from '@clipgraph/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesFromBase64 } from './base64.ts';

const options = { maxBytes: 1000 };
const refusedAs = (input: string) => expect.objectContaining({ code: 'INVALID_INPUT', input });

describe('bytesFromBase64', () => {
  test('gives back any bytes, with white space anywhere and with a data prefix', () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 1000 });
    fc.assert(
      fc.property(bytes, fc.nat(2000), fc.constantFrom('', ' ', '\r\n', '\t'), fc.boolean(), (bytes, at, space, hasPrefix) => {
        const text = Buffer.from(bytes).toString('base64');
        const spaced = text.slice(0, at) + space + text.slice(at);
        expect(bytesFromBase64((hasPrefix ? 'data:image/jpeg;base64,' : '') + spaced, options)).toEqual(bytes);
      }),
    );
  });

  test('either decodes a text or refuses it, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        expect(['bytes', 'EMPTY', 'INVALID', 'TOO_LARGE']).toContain(outcomeOf(text));
      }),
    );
  });

  test.each(['', '  \n', 'data:image/png;base64,'])('finds %j empty', (text) => {
    expect(() => bytesFromBase64(text, options)).toThrow(refusedAs('EMPTY'));
  });

  test.each([
    ['no padding', 'QUI'],
    ['the alphabet of URLs', 'QU-_'],
    ['padding in the middle', 'QQ==QUJD'],
    ['too much padding', 'Q==='],
    ['bits that say nothing', 'QUJ='],
    ['another media type', 'data:text/plain;base64,QUJD'],
    ['other characters', 'QU*D'],
  ])('refuses %s', (_, text) => {
    expect(() => bytesFromBase64(text, options)).toThrow(refusedAs('INVALID'));
  });

  test('refuses what would be too large before decoding, valid or not', () => {
    expect(() => bytesFromBase64('*'.repeat(1336), options)).toThrow(refusedAs('TOO_LARGE'));
    expect(bytesFromBase64(Buffer.alloc(1000).toString('base64'), options)).toHaveLength(1000);
    expect(() => bytesFromBase64(Buffer.alloc(1001).toString('base64'), options)).toThrow(refusedAs('TOO_LARGE'));
  });
});

function outcomeOf(text: string): unknown {
  try {
    bytesFromBase64(text, options);
    return 'bytes';
  } catch (error) {
    return isPluginError(error) ? error.input : error;
  }
}
