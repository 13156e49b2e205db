import type { JsonObject } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';
import { equality, factsOf, fieldId, presence } from './facts.ts';

describe('factsOf', () => {
  it('has a fact for each value that a dotted path reaches', () => {
    const { facts, numbers, dates } = factsOf({
      by: [{ name: 'Ada' }, { name: ['Bob', null] }],
      n: [1, [2.5]],
      at: '2024-05-01',
      none: null,
    });
    const [name, n, at] = ['by.name', 'n', 'at'].map(fieldId) as [string, string, string];
    expect(new Set(facts)).toEqual(
      new Set([
        presence(fieldId('by')),
        presence(name),
        equality(name, 'Ada'),
        equality(name, 'Bob'),
        presence(n),
        equality(n, 1),
        equality(n, 2.5),
        presence(at),
        equality(at, '2024-05-01'),
      ]),
    );
    expect(numbers).toEqual({ [n]: [1, 2.5] });
    expect(dates).toEqual({ [at]: [Date.UTC(2024, 4, 1)] });
  });

  it('keeps text, numbers and truth apart, and long texts short', () => {
    const id = fieldId('v');
    expect(new Set([equality(id, 1), equality(id, '1'), equality(id, true), equality(id, 'true')]).size).toBe(4);
    expect(equality(id, -0)).toBe(equality(id, 0));
    expect(equality(id, 'x'.repeat(100_000)).length).toBeLessThan(200);
    expect(equality(id, `${'x'.repeat(100)}a`)).not.toBe(equality(id, `${'x'.repeat(100)}b`));
  });

  it('takes names and texts that are no UTF-8', () => {
    const { facts } = factsOf({ '\ud83d': '\udc00' });
    expect(facts).toEqual([presence(fieldId('\ud83d')), equality(fieldId('\ud83d'), '\udc00')]);
    expect(facts.every((fact) => fact.isWellFormed())).toBe(true);
  });

  it('refuses a payload nested without end', () => {
    let deep: JsonObject = {};
    for (let i = 0; i < 200_000; i++) deep = { deep };
    expect(() => factsOf(deep)).toThrow(expect.objectContaining({ name: 'PluginError', code: 'INVALID_INPUT' }));
  });
});
