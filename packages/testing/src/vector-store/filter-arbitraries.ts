import type { Condition, Filter, JsonObject, JsonValue, Primitive } from '@clipgraph/contracts';
import * as fc from 'fast-check';

/** Few names and values, so that filters and payloads meet often. */
const names = fc.constantFrom('a', 'b', 'c', '__proto__', "it's");
const fields = fc.array(names, { minLength: 1, maxLength: 3 }).map((path) => path.join('.'));
const dates = fc.constantFrom('2024-05-01', '2024-05-01T10:00:00Z', '2024-05-01T10:00:00+05:30', '2024-05-01T10:00:00.25', '2024-05', 'x');
const numbers = fc.constantFrom(-1, 0, 0.5, 1, 2, 1e300);
const primitives: fc.Arbitrary<Primitive> = fc.oneof(fc.constantFrom('', 'x', 'y', '1', 'true', '😀'), dates, numbers, fc.boolean());

const { value } = fc.letrec<{ value: JsonValue; object: JsonObject; list: JsonValue[] }>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, primitives, fc.constant(null), tie('list'), tie('object')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  object: objectOf(tie('value')),
}));

/** With `__proto__` as an ordinary name. */
function objectOf(values: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonObject> {
  return fc.array(fc.tuple(names, values), { maxLength: 4 }).map((entries) => {
    const object: Record<string, JsonValue> = {};
    for (const [name, value] of entries)
      Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
    return object;
  });
}

export const payloads: fc.Arbitrary<JsonObject> = objectOf(value);

const optional = { requiredKeys: [] };
const instants = fc.constantFrom(Date.UTC(2024, 4, 1), Date.UTC(2024, 4, 1, 4, 30), Date.UTC(2024, 4, 1, 10), Date.UTC(2025, 0, 1));
const numberRanges = fc.record({ gt: numbers, gte: numbers, lt: numbers, lte: numbers }, optional);
const dateRanges = fc.record({ after: instants, before: instants }, optional);
const keys = fc.array(fc.constantFrom('k00', 'k1😀1', 'k2😀😀2', 'k33', 'none'), { maxLength: 3 });

const { filter } = fc.letrec<{ filter: Filter; condition: Condition; nested: Condition; conditions: readonly Condition[] }>((tie) => ({
  filter: fc.record({ must: tie('conditions'), should: tie('conditions'), mustNot: tie('conditions') }, optional),
  conditions: fc.array(tie('condition'), { maxLength: 2 }),
  nested: fc.record({ kind: fc.constant('nested' as const), filter: tie('filter') }),
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ kind: fc.constant('match' as const), field: fields, anyOf: fc.array(primitives, { maxLength: 3 }) }),
    fc.record({ kind: fc.constant('range' as const), field: fields, range: numberRanges }),
    fc.record({ kind: fc.constant('dateRange' as const), field: fields, range: dateRanges }),
    fc.record({ kind: fc.constant('exists' as const), field: fields }),
    fc.record({ kind: fc.constant('keys' as const), keys }),
    tie('nested'),
  ),
}));

/** Trees of every kind of condition, empty ones among them. */
export const filters: fc.Arbitrary<Filter> = filter;
