import { expect, it } from 'vitest';

import { printable, table } from './output.ts';

it('aligns columns, numbers to the right', () => {
  expect(
    table(
      ['name', 'count'],
      [
        ['photos', 12_345],
        ['a', 7],
      ],
    ),
  ).toBe(['name    count', 'photos  12345', 'a           7'].join('\n'));
});

it('lets no name drive the terminal', () => {
  expect(printable('a\u001b[2Jb\nc\u202ed')).toBe('a\ufffd[2Jb\ufffdc\ufffdd');
  expect(printable('Größe 写真 📷.jpg')).toBe('Größe 写真 📷.jpg');
});
