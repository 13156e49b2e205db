import { invalidInput, type Condition, type Filter, type NumberRange, type Primitive } from '@clipgraph/contracts';

import { MAX_FIELD_LENGTH, MAX_FILTER_CONDITIONS, MAX_FILTER_DEPTH, MAX_FILTER_VALUES } from './kit-limits.ts';

/** The GraphQL input `Filter`. */
export interface FilterInput {
  readonly must?: readonly ConditionInput[] | null | undefined;
  readonly should?: readonly ConditionInput[] | null | undefined;
  readonly mustNot?: readonly ConditionInput[] | null | undefined;
}

/** The GraphQL input `Condition`; @oneOf lets exactly one field through. */
export interface ConditionInput {
  readonly match?: { readonly field: string; readonly value: Primitive } | undefined;
  readonly anyOf?: { readonly field: string; readonly values: readonly Primitive[] } | undefined;
  readonly range?: RangeInput | undefined;
  readonly exists?: string | undefined;
  readonly keys?: readonly string[] | undefined;
  readonly nested?: FilterInput | undefined;
}

/** The GraphQL input `RangeCondition`; instants are texts where a filter was kept as JSON. */
export interface RangeInput {
  readonly field: string;
  readonly gt?: number | null | undefined;
  readonly gte?: number | null | undefined;
  readonly lt?: number | null | undefined;
  readonly lte?: number | null | undefined;
  readonly after?: Date | string | null | undefined;
  readonly before?: Date | string | null | undefined;
  readonly notBefore?: Date | string | null | undefined;
  readonly notAfter?: Date | string | null | undefined;
}

/**
 * The filter of a request in the words of the stores; undefined for none. INVALID_INPUT names the place of
 * what is wrong, for example `filter.must[2].range`, with `place` for where the filter itself stands.
 */
export function filterFrom(input: FilterInput | null | undefined, place = 'filter'): Filter | undefined {
  if (!input) return undefined;
  let conditions = 0;

  function readFilter({ must, should, mustNot }: FilterInput, path: string, depth: number): Filter {
    if (depth > MAX_FILTER_DEPTH) throw invalidInput('INVALID', `${place} is nested deeper than ${MAX_FILTER_DEPTH} levels.`);
    const readAll = (list: readonly ConditionInput[], name: string): Condition[] =>
      list.map((condition, index) => readCondition(condition, `${path}.${name}[${index}]`, depth));
    return {
      ...(must ? { must: readAll(must, 'must') } : {}),
      ...(should ? { should: readAll(should, 'should') } : {}),
      ...(mustNot ? { mustNot: readAll(mustNot, 'mustNot') } : {}),
    };
  }

  function readCondition(condition: ConditionInput, path: string, depth: number): Condition {
    conditions += 1;
    if (conditions > MAX_FILTER_CONDITIONS) throw invalidInput('TOO_LARGE', `${place} has more than ${MAX_FILTER_CONDITIONS} conditions.`);
    const { match, anyOf, range, exists, keys, nested } = condition;
    if (match) return { kind: 'match', field: fieldPath(match.field, `${path}.match`), anyOf: inBothForms([match.value]) };
    if (anyOf) {
      checkCount(anyOf.values, `${path}.anyOf.values`);
      return { kind: 'match', field: fieldPath(anyOf.field, `${path}.anyOf`), anyOf: inBothForms(anyOf.values) };
    }
    if (range) return rangeFrom(range, `${path}.range`);
    if (exists !== undefined) return { kind: 'exists', field: fieldPath(exists, `${path}.exists`) };
    if (keys) {
      checkCount(keys, `${path}.keys`);
      return { kind: 'keys', keys };
    }
    if (nested) return { kind: 'nested', filter: readFilter(nested, `${path}.nested`, depth + 1) };
    throw invalidInput('INVALID', `${path} needs one of match, anyOf, range, exists, keys and nested.`);
  }

  return readFilter(input, place, 1);
}

/** What passes the filter, where there is one, and has none of these keys. */
export function withoutKeys(keys: readonly string[], filter: Filter | undefined): Filter {
  return {
    ...(keys.length > 0 ? { mustNot: [{ kind: 'keys', keys }] } : {}),
    ...(filter ? { must: [{ kind: 'nested', filter }] } : {}),
  };
}

/** A dotted path into the payload, every part of it named; `path` is where it stands in the request. */
export function fieldPath(field: string, path: string): string {
  if (field.length > MAX_FIELD_LENGTH) throw invalidInput('TOO_LARGE', `${path}: a field is at most ${MAX_FIELD_LENGTH} characters long.`);
  if (field.split('.').includes('')) throw invalidInput('EMPTY', `${path}: a field needs a name, and so does each part between dots.`);
  return field;
}

function checkCount(list: readonly unknown[], path: string): void {
  if (list.length === 0) throw invalidInput('EMPTY', `${path} is empty; it would let nothing pass.`);
  if (list.length > MAX_FILTER_VALUES)
    throw invalidInput('TOO_LARGE', `${path} holds ${list.length} items; at most ${MAX_FILTER_VALUES} are taken.`);
}

function rangeFrom({ field, gt, gte, lt, lte, after, before, notBefore, notAfter }: RangeInput, path: string): Condition {
  const numbers: NumberRange = present({ gt, gte, lt, lte });
  // Instants are whole milliseconds, in every store: not before one is after the one before it.
  const instants = present({
    after: greatest(millisecondsOf(after), shifted(notBefore, -1)),
    before: least(millisecondsOf(before), shifted(notAfter, 1)),
  });
  const [hasNumbers, hasInstants] = [numbers, instants].map((bounds) => Object.keys(bounds).length > 0);
  if (hasNumbers && hasInstants)
    throw invalidInput(
      'INVALID',
      `${path} takes either numbers (gt, gte, lt, lte) or instants (after, before, notBefore, notAfter), not both.`,
    );
  if (hasInstants) return { kind: 'dateRange', field: fieldPath(field, path), range: instants };
  if (hasNumbers) return { kind: 'range', field: fieldPath(field, path), range: numbers };
  throw invalidInput('EMPTY', `${path} needs a bound: one of gt, gte, lt, lte, after, before, notBefore and notAfter.`);
}

function millisecondsOf(instant: Date | string | null | undefined): number | undefined {
  return instant === null || instant === undefined ? undefined : new Date(instant).getTime();
}

function shifted(instant: Date | string | null | undefined, byMs: number): number | undefined {
  const at = millisecondsOf(instant);
  return at === undefined ? undefined : at + byMs;
}

/** The narrower of two bounds. */
function greatest(...bounds: readonly (number | undefined)[]): number | undefined {
  const given = bounds.filter((bound) => bound !== undefined);
  return given.length === 0 ? undefined : Math.max(...given);
}

function least(...bounds: readonly (number | undefined)[]): number | undefined {
  const given = bounds.filter((bound) => bound !== undefined);
  return given.length === 0 ? undefined : Math.min(...given);
}

/** Texts as they are, composed and decomposed: payloads keep whichever form they came in. */
function inBothForms(values: readonly Primitive[]): readonly Primitive[] {
  const forms = values.flatMap((value): readonly Primitive[] =>
    typeof value === 'string' ? [value, value.normalize('NFC'), value.normalize('NFD')] : [value],
  );
  return [...new Set(forms)];
}

/** Leaves out what is null or undefined. */
function present<Name extends string>(bounds: Record<Name, number | null | undefined>): Partial<Record<Name, number>> {
  return Object.fromEntries(Object.entries(bounds).filter(([, bound]) => typeof bound === 'number')) as Partial<Record<Name, number>>;
}
