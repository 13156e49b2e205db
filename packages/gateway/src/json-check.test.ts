import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { isInexact, jsonProblem, MAX_BODY_DEPTH } from './json-check.ts';

const check = (text: string): string | undefined => jsonProblem(Buffer.from(text));

describe('a body that JSON.parse would take but not keep', () => {
  it.each([
    ['{"variables":{"items":[{},{"payload":{"n":9007199254740993}}]}}', 'variables.items[1].payload.n is a whole number beyond'],
    ['{"a":-9007199254740992}', 'a is a whole number'],
    ['[1,[2,9007199254740992]]', '[1][1] is a whole number'],
    ['9007199254740992', 'the body is a whole number'],
    [`{"a":1${'0'.repeat(5000)}}`, 'a is a whole number'],
    ['{"a":"\\ud800"}', 'A text in a holds half of a surrogate pair'],
    ['{"a":["x","\\uDE00\\uD83D"]}', 'A text in a[1] holds half'],
    ['{"a":"\\ud83d\\ud83d"}', 'A text in a holds half'],
    ['{"\\udfff":1}', 'holds half'],
    [`${'['.repeat(MAX_BODY_DEPTH + 1)}`, `nested deeper than ${MAX_BODY_DEPTH} levels`],
  ])('%s is named with its place', (text, message) => {
    expect(check(text)).toContain(message);
  });

  it.each([
    '{"a":9007199254740991,"b":-9007199254740991,"c":0.1234567890123456789,"d":1e300,"e":123456789012345678901234567890.5}',
    '{"a":"9007199254740993","b":"\\\\ud800","c":"\\ud83d\\ude00","d":"\\u00e9","e":"say \\"9007199254740993\\""}',
    `${'['.repeat(MAX_BODY_DEPTH)}${']'.repeat(MAX_BODY_DEPTH)}`,
    '[9007199254740991,[]],[0000000000000000000]',
    '',
    ']]}},,::"',
    '"\\',
    '"\\u',
  ])('not: %s', (text) => {
    expect(check(text)).toBeUndefined();
  });

  it('finds exactly what a parse and a walk find, in any JSON', () => {
    const digits = fc.bigInt({ min: -(2n ** 60n), max: 2n ** 60n });
    const leaf = fc.oneof(digits, fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', 'a\udc00b', '😀'), fc.boolean(), fc.double());
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const text = write(value);
        expect(check(text) !== undefined).toBe(isLossy(value));
      }),
    );
  });
});

/** JSON with whole numbers of any size; halves of pairs as escapes, as JSON.stringify has them; no number but those in digits alone. */
function write(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value.toExponential() : 'null';
  if (Array.isArray(value)) return `[${value.map(write).join()}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}: ${write(member)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

function isLossy(value: unknown): boolean {
  if (typeof value === 'bigint') return isInexact(String(value));
  if (typeof value === 'string') return !value.isWellFormed();
  if (Array.isArray(value)) return value.some(isLossy);
  if (typeof value === 'object' && value !== null) return Object.entries(value).flat().some(isLossy);
  return false;
}
