import { describe, expect, it } from 'vitest';

import { costMeter } from './cost.ts';
import { chargedByResolver, counted, fixedPrice, priced, type PriceTable } from './prices.ts';

const prices = {
  Query: {
    pears: fixedPrice(2, '2'),
    apples: { words: '1 each', points: ({ first }: { first: number }) => counted(first, 10) },
    plums: chargedByResolver('1 for each that is ripe'),
  },
  Apple: { worms: fixedPrice(7, '7') },
} satisfies PriceTable;

type Resolve = (parent: unknown, args: object, context: { cost: ReturnType<typeof costMeter> }, info: unknown) => unknown;

function resolvers(ran: string[]): { Query: Record<string, Resolve>; Apple: Record<string, Resolve> } {
  const note =
    (name: string): Resolve =>
    () => {
      ran.push(name);
      return name;
    };
  return {
    Query: { pears: note('pears'), apples: note('apples'), plums: note('plums') },
    Apple: { worms: note('worms'), core: note('core') },
  };
}

function ask(type: 'Query' | 'Apple', field: string, args: object = {}, limit = 100) {
  const ran: string[] = [];
  const cost = costMeter(limit);
  const answer = (): unknown => priced(prices, resolvers(ran))[type][field]!(undefined, args, { cost }, undefined);
  return { answer, cost, ran };
}

describe('priced resolvers', () => {
  it.each([
    ['Query', 'pears', {}, 2],
    ['Query', 'apples', { first: 4 }, 4],
    ['Query', 'plums', {}, 0],
    ['Apple', 'worms', {}, 7],
    ['Apple', 'core', {}, 0],
  ] as const)('charge what %s.%s of %j costs', (type, field, args, points) => {
    const { answer, cost } = ask(type, field, args);
    expect(answer()).toBe(field);
    expect(cost.charged).toBe(points);
  });

  it('are refused before they run', () => {
    const { answer, cost, ran } = ask('Query', 'apples', { first: 4 }, 3);
    expect(answer).toThrow('costs more than the 3 points');
    expect({ charged: cost.charged, ran }).toEqual({ charged: 0, ran: [] });
  });

  it('cannot be without a price at the roots', () => {
    expect(() => priced({ Query: {} }, { Query: { figs: () => 1 } })).toThrow('Query.figs has no price.');
    expect(() => priced({}, { Mutation: { plant: () => 1 } })).toThrow('Mutation.plant has no price.');
  });

  it('cannot be missing for a price', () => {
    expect(() => priced({ Query: { figs: fixedPrice(1, '1') } }, { Query: {} })).toThrow('Query.figs has a price but no resolver.');
  });
});

describe('the number that is charged for', () => {
  it.each([
    [[1, 2, 3], 3],
    [Array.from({ length: 50 }), 10],
    [null, 0],
    [undefined, 0],
    [7, 7],
    [700, 10],
    [-5, 0],
  ])('of %j is %i where 10 are taken', (items, expected) => {
    expect(counted(items, 10)).toBe(expected);
  });
});
