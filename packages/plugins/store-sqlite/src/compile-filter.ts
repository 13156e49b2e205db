import {
  type Condition,
  type Filter,
  type Filterable,
  type JsonObject,
  type JsonValue,
  matchesFilter,
  valuesAt,
} from '@clipgraph/contracts';

export type Predicate = (record: Filterable) => boolean;
type Test = (value: JsonValue) => boolean;

/**
 * What `matchesFilter` says of every record, several times faster: names are split once, lists of values become sets,
 * and a field that holds a single value is looked at without making lists. A property test holds the two to each other.
 */
export function compileFilter({ must = [], should = [], mustNot = [] }: Filter): Predicate {
  const [all, any, none] = [must.map(compileCondition), should.map(compileCondition), mustNot.map(compileCondition)];
  return (record) => {
    for (const holds of all) if (!holds(record)) return false;
    for (const holds of none) if (holds(record)) return false;
    if (any.length === 0) return true;
    for (const holds of any) if (holds(record)) return true;
    return false;
  };
}

function compileCondition(condition: Condition): Predicate {
  switch (condition.kind) {
    case 'nested':
      return compileFilter(condition.filter);
    case 'keys': {
      const keys = new Set(condition.keys);
      return ({ key }) => keys.has(key);
    }
    case 'match': {
      // A set finds NaN in itself, which `===` does not.
      const wanted = new Set<JsonValue>(condition.anyOf.filter((value) => !Number.isNaN(value)));
      return onField(condition.field, (value) => wanted.has(value));
    }
    case 'range': {
      // JSON has no infinity, so an open end can be one.
      const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = condition.range;
      return onField(condition.field, (value) => typeof value === 'number' && value > gt && value >= gte && value < lt && value <= lte);
    }
    case 'exists':
      return onField(condition.field, () => true);
    case 'dateRange': {
      // Reading dates is the cost, and its rules are best kept in one place: on the one value, taken out of its record.
      const reference: Filter = { must: [{ ...condition, field: 'value' }] };
      return onField(condition.field, (value) => typeof value === 'string' && matchesFilter(reference, { key: '', payload: { value } }));
    }
  }
}

/** Whether any value that the field reaches passes. */
function onField(field: string, test: Test): Predicate {
  if (field.includes('.')) return ({ payload }) => valuesAt(payload, field).some(test);
  return ({ payload }) => Object.hasOwn(payload, field) && anyPasses(payload[field]!, test);
}

function anyPasses(value: JsonValue, test: Test): boolean {
  if (value === null) return false;
  if (!Array.isArray(value)) return test(value);
  for (const member of value as readonly JsonValue[]) if (anyPasses(member, test)) return true;
  return false;
}

/** Whether the filter looks at payloads, or knows records by their keys alone. */
export function readsPayload({ must = [], should = [], mustNot = [] }: Filter): boolean {
  return [...must, ...should, ...mustNot].some((condition) => {
    if (condition.kind === 'nested') return readsPayload(condition.filter);
    return condition.kind !== 'keys';
  });
}

/** Whether it is an empty filter, which lets everything pass. */
export function isEmptyFilter({ must, should, mustNot }: Filter): boolean {
  return !must?.length && !should?.length && !mustNot?.length;
}

/** The same text for the same filter. Numbers that JSON has no word for become objects, which no filter holds. */
export function filterText(filter: Filter): string {
  return JSON.stringify(filter, (_, value: unknown) =>
    typeof value === 'number' && !Number.isFinite(value) ? ({ number: String(value) } satisfies JsonObject) : value,
  );
}
