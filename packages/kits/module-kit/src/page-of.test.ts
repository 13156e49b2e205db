import { expect, it } from 'vitest';

import { pageOf } from './page-of.ts';

const cursorOf = (node: number): string => `at ${node}`;

it('a page has its nodes with a cursor each, and begins and ends at theirs', () => {
  expect(pageOf([1, 2], { cursorOf, hasNextPage: true, hasPreviousPage: false })).toEqual({
    edges: [
      { cursor: 'at 1', node: 1 },
      { cursor: 'at 2', node: 2 },
    ],
    nodes: [1, 2],
    pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: 'at 1', endCursor: 'at 2' },
  });
});

it('an empty page has no cursor, unless it says where the next one begins', () => {
  const page = (endCursor?: string) => pageOf<number>([], { cursorOf, hasNextPage: false, hasPreviousPage: true, endCursor }).pageInfo;
  expect(page()).toEqual({ hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null });
  expect(page('at 9')).toMatchObject({ startCursor: null, endCursor: 'at 9' });
});
