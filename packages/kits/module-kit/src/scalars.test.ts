import { makeExecutableSchema } from '@graphql-tools/schema';
import * as fc from 'fast-check';
import { graphql, parseValue, type GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';

import { baseTypeDefs } from './base-schema.ts';
import { scalars } from './scalars.ts';

const names = ['URL', 'Base64', 'DateTime', 'JSONObject', 'Primitive'] as const;
type Name = (typeof names)[number];

const read = (name: Name, value: unknown): unknown => scalars[name]!.parseValue(value);
const refusal = expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } });

/** Those of the values that are not refused as bad input. */
function accepted(name: Name, ...values: unknown[]): unknown[] {
  return values.filter((value) => (errorOf(() => read(name, value)) as GraphQLError | undefined)?.extensions.code !== 'BAD_USER_INPUT');
}

describe('URL', () => {
  it('takes absolute http and https addresses', () => {
    expect(read('URL', 'https://example.org/a b.png?x=1#y')).toBe('https://example.org/a%20b.png?x=1#y');
    expect(read('URL', 'HTTP://EXAMPLE.org')).toBe('http://example.org/');
  });

  it('refuses everything else', () => {
    expect(
      accepted(
        'URL',
        'file:///etc/passwd',
        'ftp://example.org',
        'javascript:alert(1)',
        'data:image/png;base64,AA==',
        '/a.png',
        'example.org',
      ),
    ).toEqual([]);
    expect(
      accepted('URL', '', ' ', 'http://', 'https://[::1', `https://example.org/${'x'.repeat(8192)}`, 1, null, undefined, {}, [
        'https://example.org',
      ]),
    ).toEqual([]);
  });
});

describe('DateTime', () => {
  it('reads an instant in RFC 3339, whatever its offset', () => {
    expect(read('DateTime', '2026-11-23T09:30:00Z')).toEqual(new Date(Date.UTC(2026, 10, 23, 9, 30)));
    expect(read('DateTime', '2026-11-23T09:30:00.5+02:00')).toEqual(new Date(Date.UTC(2026, 10, 23, 7, 30, 0, 500)));
    expect(read('DateTime', '2026-11-23t09:30z')).toEqual(new Date(Date.UTC(2026, 10, 23, 9, 30)));
  });

  it('refuses days that do not exist, instants without an offset, and other writings', () => {
    expect(
      accepted(
        'DateTime',
        '2026-02-30T00:00:00Z',
        '2025-02-29T00:00:00Z',
        '2026-13-01T00:00:00Z',
        '2026-01-01T25:00:00Z',
        '2026-01-01T00:61:00Z',
      ),
    ).toEqual([]);
    expect(
      accepted(
        'DateTime',
        '2026-11-23T09:30:00',
        '2026-11-23',
        '23 Nov 2026',
        '2026-11-23T09:30:00Z (noon)',
        '2026-11-23T09:30:00+2',
        '',
        0,
        null,
        {},
      ),
    ).toEqual([]);
  });

  it('writes dates, and text that is one, in UTC', () => {
    expect(scalars.DateTime!.serialize(new Date(0))).toBe('1970-01-01T00:00:00.000Z');
    expect(scalars.DateTime!.serialize('2026-11-23T09:30:00+02:00')).toBe('2026-11-23T07:30:00.000Z');
  });

  it('reads back every instant that it writes', () => {
    const noInvalidDate = true;
    fc.assert(
      fc.property(fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate }), (date) => {
        expect(read('DateTime', scalars.DateTime!.serialize(date))).toEqual(date);
      }),
    );
  });
});

describe('Primitive', () => {
  it('takes a string, a finite number or a boolean, and nothing else', () => {
    for (const value of ['', 'a', 0, -1.5, true, false]) expect(read('Primitive', value)).toBe(value);
    expect(accepted('Primitive', null, undefined, Number.NaN, Infinity, {}, [], ['a'], 1n, Symbol('s'))).toEqual([]);
  });
});

describe('Base64', () => {
  it('takes any string, for what is wrong with one item must not fail the others', () => {
    expect(read('Base64', 'not base64!')).toBe('not base64!');
    expect(accepted('Base64', 1, null, {}, ['AA=='])).toEqual([]);
  });
});

describe('JSONObject', () => {
  it('takes any JSON object as it is', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 10 }));
    fc.assert(
      fc.property(json, (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(read('JSONObject', plain)).toEqual(plain);
      }),
    );
  });

  it('keeps a member called __proto__ as data, and changes nobody’s prototype', () => {
    const hostile = JSON.parse('{"__proto__": {"admin": true}, "a": {"__proto__": 1, "constructor": 2}}');
    const value = read('JSONObject', hostile) as Record<string, unknown>;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value.admin).toBeUndefined();
    expect(JSON.stringify(value)).toBe(JSON.stringify(hostile));
    expect(({} as Record<string, unknown>).admin).toBeUndefined();
  });

  it('refuses what is no object, too deep, or no JSON', () => {
    expect(accepted('JSONObject', null, undefined, 'a', 1, true, [], ['a'])).toEqual([]);
    const nested = (depth: number): unknown => (depth === 0 ? 1 : { a: nested(depth - 1) });
    expect(() => read('JSONObject', nested(16))).not.toThrow();
    expect(accepted('JSONObject', nested(17), nested(2000))).toEqual([]);
    expect(accepted('JSONObject', { a: Number.NaN }, { a: () => 1 }, { a: [Symbol('s')] })).toEqual([]);
  });

  it('reads literals as it reads variables', () => {
    const literal = (source: string) => scalars.JSONObject!.parseLiteral(parseValue(source), {});
    expect(literal('{ a: 1, b: [true, null, "x", 1.5], c: { d: {} } }')).toEqual({ a: 1, b: [true, null, 'x', 1.5], c: { d: {} } });
    expect(() => literal('{ a: 1e999 }')).toThrow(refusal);
    expect(() => literal('[1]')).toThrow(refusal);
  });
});

describe('a query', () => {
  const schema = makeExecutableSchema({
    typeDefs: [baseTypeDefs, 'type Query { json(value: JSONObject): JSONObject, primitive(value: Primitive): Primitive, int: Int }'],
    resolvers: {
      ...scalars,
      Node: { __resolveType: () => 'none' },
      Query: {
        json: (_: unknown, { value }: { value: unknown }) => value,
        primitive: (_: unknown, { value }: { value: unknown }) => value,
      },
    },
  });
  const ask = async (source: string, variableValues = {}) => JSON.parse(JSON.stringify(await graphql({ schema, source, variableValues })));

  it('may put variables inside a JSON literal; one without a value leaves its member out', async () => {
    const source = 'query ($title: String, $year: Int) { json(value: { title: $title, more: [{ year: $year }] }) }';
    expect(await ask(source, { title: 'Boats', year: 1999 })).toEqual({ data: { json: { title: 'Boats', more: [{ year: 1999 }] } } });
    expect(await ask(source, { year: 1999 })).toEqual({ data: { json: { more: [{ year: 1999 }] } } });
  });

  it('is refused as bad input when a variable is wrong', async () => {
    const { errors } = await ask('query ($value: Primitive) { primitive(value: $value) }', { value: { a: 1 } });
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('Primitive must be') }]);
  });
});

describe('any value', () => {
  it.each(names)('is read or refused by %s, never anything else', (name) => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }), (value) => {
        expect([undefined, refusal]).toContainEqual(errorOf(() => read(name, value)));
      }),
      { numRuns: 500 },
    );
  });
});

function errorOf(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}
