import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ruleChanges } from './policy-diff.ts';
import { formatPolicy, parsePolicy, type FilePolicy, type FileRule } from './policy-file.ts';

const FILE = `
name: marketplace
rules:
  - name: weapons
    describes: [handgun, rifle]
    unlike:
      - toy gun
    threshold: 0.7
    action: REVIEW
  - name: known # by picture
    examples: [known/1.jpg]
    action: BLOCK
    shadow: true
  - name: list
    blocklist: { name: known, minCosine: 0.97 }
    action: BLOCK
    except:
      - filter: { must: [{ range: { field: context.taken, after: 2026-01-01T01:00:00+01:00 } }] }
`;
const rule = (changes: Partial<FileRule> = {}): FileRule => ({
  name: 'weapons',
  describes: ['handgun'],
  unlike: [],
  examples: [],
  blocklist: null,
  threshold: 0.5,
  action: 'BLOCK',
  shadow: false,
  except: [],
  ...changes,
});

describe('a policy file', () => {
  it('says of a rule what it must and leaves the rest out', () => {
    expect(parsePolicy(FILE)).toEqual({
      name: 'marketplace',
      rules: [
        rule({ describes: ['handgun', 'rifle'], unlike: ['toy gun'], threshold: 0.7, action: 'REVIEW' }),
        rule({ name: 'known', describes: [], examples: ['known/1.jpg'], shadow: true }),
        rule({
          name: 'list',
          describes: [],
          blocklist: { name: 'known', minCosine: 0.97, maxDistance: 8 },
          except: [{ filter: { must: [{ range: { field: 'context.taken', after: '2026-01-01T00:00:00.000Z' } }] }, action: 'ALLOW' }],
        }),
      ],
    });
  });

  it('is read back as it was written, whatever its texts hold', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.trim());
    const rules = fc.record({
      name: text,
      describes: fc.array(text, { maxLength: 3 }),
      unlike: fc.array(text, { maxLength: 3 }),
      examples: fc.constant([]),
      blocklist: fc.option(fc.record({ name: text, minCosine: fc.constant(0.9), maxDistance: fc.integer() })),
      threshold: fc.double({ min: 0, max: 1, noNaN: true }),
      action: fc.constantFrom('ALLOW', 'BLUR', 'REVIEW', 'BLOCK'),
      shadow: fc.boolean(),
      except: fc.constantFrom([], [{ filter: { must: [{ exists: 'context.age' }] }, action: 'BLUR' }]),
    });
    fc.assert(
      fc.property(text, fc.array(rules, { maxLength: 3 }), (name, rules) => {
        const policy: FilePolicy = { name, rules };
        expect(parsePolicy(formatPolicy(policy))).toEqual(policy);
      }),
    );
  });

  it.each([
    ['no YAML', 'a: [', 'This is not YAML'],
    ['a list', '- a', 'The file must hold name, rules.'],
    ['nothing', '', 'The file must hold name, rules.'],
    [
      'a misspelt field',
      'name: x\nrules:\n  - name: y\n    treshold: 1\n    action: BLOCK',
      'rules[0] holds treshold; it may hold name, describes',
    ],
    ['a number for a name', 'name: 7\nrules: []', 'name must be a text.'],
    ['no rules', 'name: x', 'rules must be a list.'],
    ['an unknown action', 'name: x\nrules: [{ name: y, action: block }]', 'rules[0].action must be one of ALLOW, BLUR, REVIEW, BLOCK.'],
    ['a text for a list', 'name: x\nrules: [{ name: y, describes: gun, action: BLOCK }]', 'rules[0].describes must be a list of texts.'],
    ['a list in a list', 'name: x\nrules: [{ name: y, describes: [[a]], action: BLOCK }]', 'rules[0].describes[0] must be a text.'],
    [
      'an exception without a filter',
      'name: x\nrules: [{ name: y, action: BLOCK, except: [{ action: BLUR }] }]',
      'rules[0].except[0].filter must be a filter.',
    ],
    [
      'a blocklist without a name',
      'name: x\nrules: [{ name: y, blocklist: {}, action: BLOCK }]',
      'rules[0].blocklist.name must be a text.',
    ],
    [
      'a text for a limit',
      'name: x\nrules: [{ name: y, blocklist: { name: z, minCosine: high }, action: BLOCK }]',
      'rules[0].blocklist.minCosine must be a number.',
    ],
    ['a text for a threshold', 'name: x\nrules: [{ name: y, threshold: "1", action: BLOCK }]', 'rules[0].threshold must be a number.'],
  ])('with %s is refused, saying where', (_, text, message) => {
    expect(() => parsePolicy(text)).toThrow(expect.objectContaining({ exitCode: 2, message: expect.stringContaining(message) }));
  });
});

describe('the changes between two policies', () => {
  it('are rules, entries of their lists, settings, and orders', () => {
    const before = [rule({ describes: ['a', 'b'] }), rule({ name: 'old' }), rule({ name: 'same' })];
    const after = [
      rule({ name: 'same' }),
      rule({ describes: ['b', 'c'], threshold: 0.7, shadow: true, blocklist: { name: 'known', minCosine: 0.9, maxDistance: 8 } }),
      rule({ name: 'new' }),
    ];
    expect(ruleChanges(before, after)).toEqual([
      '- old',
      '- weapons.describes: a',
      '+ weapons.describes: c',
      '~ weapons.blocklist: null -> {"name":"known","minCosine":0.9,"maxDistance":8}',
      '~ weapons.threshold: 0.5 -> 0.7',
      '~ weapons.shadow: false -> true',
      '+ new',
      '~ the order of the rules',
    ]);
    expect(ruleChanges([rule({ describes: ['a', 'b'] })], [rule({ describes: ['b', 'a'] })])).toEqual([
      '~ weapons.describes: another order',
    ]);
    expect(ruleChanges(before, before)).toEqual([]);
  });
});
