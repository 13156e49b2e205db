import { describe, expect, it } from 'vitest';

import type { PolicyInput, RuleInput } from '../generated/types.ts';
import { checkPolicy, ruleFrom } from './policy-input.ts';

const rule = (changes: Partial<RuleInput> = {}): RuleInput => ({ name: 'weapons', describes: ['gun'], action: 'BLOCK', ...changes });
const example = { base64: 'AA==' };

describe('a policy', () => {
  it.each<[string, Partial<PolicyInput>, string]>([
    ['a wrong name', { name: 'my policy' }, 'The name of a policy must be'],
    ['no rule', { rules: [] }, 'rules is empty.'],
    ['too many rules', { rules: Array.from({ length: 101 }, (_, i) => rule({ name: `${i}` })) }, 'rules holds 101 items'],
    ['a rule without a name', { rules: [rule(), rule({ name: ' ' })] }, 'rules[1].name is empty.'],
    ['a long name', { rules: [rule({ name: 'x'.repeat(65) })] }, 'rules[0].name is longer than 64 characters.'],
    ['one name twice', { rules: [rule(), rule({ name: ' weapons' })] }, 'rules[1] has the name of rules[0], weapons.'],
    [
      'a rule of nothing',
      { rules: [rule({ describes: [] })] },
      'rules[0] (weapons) has neither descriptions nor examples nor a blocklist.',
    ],
    ['an empty description', { rules: [rule({ describes: ['gun', '\n'] })] }, 'rules[0] (weapons).describes[1] is empty.'],
    ['a long look-alike', { rules: [rule({ unlike: ['x'.repeat(301)] })] }, 'rules[0] (weapons).unlike[0] is longer than 300 characters.'],
    [
      'too many descriptions',
      { rules: [rule({ describes: Array.from({ length: 33 }, () => 'x') })] },
      'rules[0] (weapons).describes holds 33',
    ],
    ['too many examples', { rules: [rule({ examples: Array.from({ length: 17 }, () => example) })] }, 'rules[0] (weapons) has 17 examples'],
    [
      'too many examples together',
      { rules: Array.from({ length: 5 }, (_, i) => rule({ name: `${i}`, examples: Array.from({ length: 13 }, () => example) })) },
      'The rules have 65 examples',
    ],
    [
      'a blocklist beside descriptions',
      { rules: [rule({ blocklist: { name: 'known' } })] },
      'rules[0] (weapons) has a blocklist; it is about its pictures alone',
    ],
    [
      'an impossible cosine',
      { rules: [rule({ describes: [], blocklist: { name: 'known', minCosine: 1.1 } })] },
      'rules[0] (weapons).blocklist.minCosine must be from 0 to 1.',
    ],
    [
      'an impossible distance',
      { rules: [rule({ describes: [], blocklist: { name: 'known', maxDistance: 65 } })] },
      'rules[0] (weapons).blocklist.maxDistance must be from 0 to 64.',
    ],
    [
      'an exception that is no milder',
      { rules: [rule({ except: [{ filter: {}, action: 'BLOCK' }] })] },
      "rules[0] (weapons).except[0].action must be milder than the rule's.",
    ],
    [
      'an exception with a wrong filter',
      { rules: [rule({ except: [{ filter: { must: [{ match: { field: 'a..b', value: 1 } }] } }] })] },
      'rules[0] (weapons).except[0].filter.must[0].match: a field needs a name',
    ],
    [
      'too many exceptions',
      { rules: [rule({ except: Array.from({ length: 17 }, () => ({ filter: {} })) })] },
      'rules[0] (weapons) has 17 exceptions',
    ],
    ['a threshold above 1', { rules: [rule({ threshold: 1.01 })] }, 'rules[0] (weapons).threshold must be from 0 to 1.'],
    ['a threshold that is no number', { rules: [rule({ threshold: Number.NaN })] }, 'threshold must be from 0 to 1.'],
  ])('with %s is refused, saying where', (_, changes, message) => {
    const refused = expect.objectContaining({ code: 'INVALID_INPUT', message: expect.stringContaining(message) });
    expect(() => checkPolicy({ name: 'forum', rules: [rule()], ...changes })).toThrow(refused);
  });

  it('keeps texts without the space around them and each once, and fills in what was left out', () => {
    const written = rule({ name: ' weapons ', describes: ['gun', ' gun ', 'knife'], threshold: null });
    checkPolicy({ name: 'forum', rules: [written] });
    const kept = { name: 'weapons', describes: ['gun', 'knife'], unlike: [], threshold: 0.5, action: 'BLOCK', shadow: false };
    expect(ruleFrom(written, {})).toEqual(kept);
  });

  it('takes the cosine of a blocklist that it does not name from the model, and that of most models from nowhere', () => {
    const named = (blocklist: { minCosine?: number | null }): RuleInput =>
      rule({ describes: [], blocklist: { name: 'known', ...blocklist } });
    const fit = { alike: { slope: 40, even: 0.8 } };
    const cosine = (blocklist: { minCosine?: number | null }, model: object): number | undefined =>
      ruleFrom(named(blocklist), model).blocklist?.minCosine;
    expect([cosine({}, { fit }), cosine({ minCosine: null }, { fit }), cosine({}, {})]).toEqual([0.8, 0.8, 0.95]);
    expect(cosine({ minCosine: 0.99 }, { fit })).toBe(0.99);
  });
});
