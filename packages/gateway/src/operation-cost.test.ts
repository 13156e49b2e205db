import { describe, expect, it } from 'vitest';

import { readConfig, type GatewayConfig } from './config.ts';

const CLIPGRAPH_API_KEYS = ['ci:0123456789abcdef', 'ci:abcdef0123456789', 'ci@shop:fedcba9876543210', '0000111122223333'].join(',');

/** The settings; throws what is wrong with them. */
function read(env: Record<string, string>): GatewayConfig {
  const problems: string[] = [];
  const config = readConfig(env, problems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return config;
}

const costs = (env: Record<string, string>) => read({ CLIPGRAPH_API_KEYS, ...env }).apiKeys.map(({ operationCost }) => operationCost);

describe('the cost of an operation', () => {
  it('is 500,000 points at the most unless set, for every key', () => {
    expect(read({}).limits.operationCost).toBe(500_000);
    expect(read({ CLIPGRAPH_OPERATION_COST: '20' }).limits.operationCost).toBe(20);
    expect(costs({})).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('is set for keys by their name, with their tenant where they have one', () => {
    expect(costs({ CLIPGRAPH_OPERATION_COST_BY_KEY: 'ci=9' })).toEqual([9, 9, undefined, undefined]);
    expect(costs({ CLIPGRAPH_OPERATION_COST_BY_KEY: 'ci@shop=1000000000, ci=1' })).toEqual([1, 1, 1_000_000_000, undefined]);
  });

  it.each(['0', '-1', '1.5', '1e3', 'many', '1000000001', '0x10'])('cannot be %s', (points) => {
    expect(() => read({ CLIPGRAPH_OPERATION_COST: points })).toThrow('CLIPGRAPH_OPERATION_COST must be a whole number from 1');
    expect(() => costs({ CLIPGRAPH_OPERATION_COST_BY_KEY: `ci=${points}` })).toThrow('Entry 1 of CLIPGRAPH_OPERATION_COST_BY_KEY must be');
  });

  it.each([
    ['ci', 'must be name=points'],
    ['ci=1=2', 'must be name=points'],
    ['=5', 'must be name=points'],
    ['nobody=5', 'names no key'],
    ['ci@nobody=5', 'names no key'],
    ['undefined=5', 'names no key'],
  ])('of keys cannot be %s', (entry, message) => {
    expect(() => costs({ CLIPGRAPH_OPERATION_COST_BY_KEY: `ci=7,${entry}` })).toThrow(
      `Entry 2 of CLIPGRAPH_OPERATION_COST_BY_KEY ${message}`,
    );
  });

  it('cannot be set twice for one name', () => {
    expect(() => costs({ CLIPGRAPH_OPERATION_COST_BY_KEY: 'ci=7,ci=8' })).toThrow(
      'Entry 2 of CLIPGRAPH_OPERATION_COST_BY_KEY has the name',
    );
  });
});
