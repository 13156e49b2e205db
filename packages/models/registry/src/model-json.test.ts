import { describe, expect, it } from 'vitest';

import { isLfsPointer, modelJson } from './model-json.ts';

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 606000000\n`;

describe('a JSON file of a model', () => {
  it('is read, with a byte order mark or without', () => {
    expect(modelJson('{"a":1}')).toEqual({ a: 1 });
    expect(modelJson(Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('{"a":1}')]).toString('utf8'))).toEqual({ a: 1 });
  });

  it.each([
    ['', 'is not valid JSON'],
    ['{"a":', 'is not valid JSON'],
    ['[]', 'is not a JSON object'],
    ['null', 'is not a JSON object'],
    ['\ufeff\ufeff{}', 'is not valid JSON'],
    [Buffer.from('\ufeff{"a":1}', 'utf16le').toString('utf8'), 'is not valid JSON in UTF-8: save it with that encoding'],
    [POINTER, 'is a Git LFS pointer, not the file itself. Run "git lfs pull"'],
    [POINTER.replaceAll('\n', '\r\n'), 'is a Git LFS pointer'],
  ])('is refused by what it is: %j', (text, message) => expect(() => modelJson(text)).toThrow(message));
});

it('tells a pointer from a file that mentions one', () => {
  expect(isLfsPointer(POINTER)).toBe(true);
  for (const text of ['', 'version', ` ${POINTER}`, `{"a":"${POINTER}"}`]) expect(isLfsPointer(text)).toBe(false);
});
