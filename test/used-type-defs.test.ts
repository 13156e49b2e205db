import { expect, it } from 'vitest';

import { usedTypeDefs } from '../scripts/used-type-defs.ts';

const shop = `
  interface Node { id: ID! }
  enum Colour { RED }
  type Price { amount: Int! colour: Colour }
  type Basket implements Node { id: ID! }
  type Query { node: Node basket: Basket }
`;
const names = (text: string): string[] => [...text.matchAll(/^(?:extend )?\w+ \w+/gm)].map(([name]) => name);

it('a module gets its own types and what they lead to, and none that others alone use', () => {
  const own = 'extend type Query { apples(first: Int): [Apple!]! } type Apple { price: Price! }';
  const used = usedTypeDefs(own, [shop]);
  expect(names(used)).toEqual(['type Query', 'type Apple', 'type Price', 'enum Colour']);
  expect(used).not.toContain('basket');
});

it('a module that adds to a type of another gets that type, and interfaces come along', () => {
  expect(names(usedTypeDefs('extend type Basket { weight: Int }', [shop]))).toEqual([
    'extend type Basket',
    'type Basket',
    'interface Node',
  ]);
});

it('nothing leads to nothing', () => {
  expect(usedTypeDefs('type Mutation { stop: Boolean }', [shop])).toBe(
    '"What can be changed. The changes of one request happen one after another."\ntype Mutation {\n  stop: Boolean\n}',
  );
});
