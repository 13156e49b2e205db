import type { Condition, DateRange, Filter, NumberRange } from '@clipgraph/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { equality, fieldId, presence } from './facts.ts';
import { pointId } from './point-id.ts';

export type QdrantCondition = Schemas['Condition'];
export type QdrantFilter = Schemas['Filter'];

/** A condition of Qdrant's, or what is known without asking: everything passes, or nothing. */
type Compiled = QdrantCondition | boolean;

/** The id of the point of a key. */
type IdOf = (key: string) => string;

/** A filter in Qdrant's words over the {@link Facts} of each point; the meaning is `matchesFilter`'s. False: nothing passes. */
export function compileFilter(filter: Filter | undefined, idOf: IdOf = pointId): QdrantFilter | false {
  const compiled = filter ? compileTree(filter, idOf) : true;
  if (compiled === false) return false;
  return compiled === true ? {} : { must: [compiled] };
}

/** A filter that {@link compileFilter} made, with more conditions that must hold. */
export function narrowedFilter(filter: QdrantFilter, conditions: readonly QdrantCondition[]): QdrantFilter {
  const must = [...((filter.must as QdrantCondition[] | undefined) ?? []), ...conditions];
  return must.length === 0 ? {} : { must };
}

/** The condition that a keyword field has at least one of these values. */
export function hasAnyOf(key: string, any: readonly string[]): QdrantCondition {
  return { key, match: { any: [...new Set(any)] } };
}

/** The payload fields that a compiled filter asks of. */
export function fieldsOf(filter: QdrantFilter): string[] {
  return [filter.must, filter.should, filter.must_not].flat().flatMap((condition) => {
    if (!condition || 'has_id' in condition) return [];
    if ('key' in condition) return [String(condition.key)];
    if ('is_empty' in condition) return [(condition as Schemas['IsEmptyCondition']).is_empty.key];
    return fieldsOf(condition as QdrantFilter);
  });
}

function compileTree({ must = [], should = [], mustNot = [] }: Filter, idOf: IdOf): Compiled {
  const compile = (condition: Condition): Compiled => compileCondition(condition, idOf);
  const all = must.map(compile);
  const none = mustNot.map(compile);
  const any = should.map(compile);
  if (all.includes(false) || none.includes(true)) return false;
  if (any.length > 0 && any.every((one) => one === false)) return false;
  const tree: QdrantFilter = {
    ...withConditions('must', all),
    ...withConditions('must_not', none),
    ...(!any.includes(true) && withConditions('should', any)),
  };
  return Object.keys(tree).length === 0 ? true : tree;
}

/** Those that Qdrant has to look at; an empty list is left out, since it reads differently from version to version. */
function withConditions(name: 'must' | 'must_not' | 'should', compiled: readonly Compiled[]): QdrantFilter {
  const conditions = compiled.filter((one) => typeof one !== 'boolean');
  return conditions.length === 0 ? {} : { [name]: conditions };
}

function compileCondition(condition: Condition, idOf: IdOf): Compiled {
  switch (condition.kind) {
    case 'nested':
      return compileTree(condition.filter, idOf);
    case 'keys':
      return condition.keys.length > 0 && { has_id: [...new Set(condition.keys)].map((key) => idOf(key)) };
    case 'exists':
      return hasAnyOf('facts', [presence(fieldId(condition.field))]);
    case 'match': {
      const id = fieldId(condition.field);
      // JSON has no NaN and no infinity: no payload holds one.
      const wanted = condition.anyOf.filter((value) => typeof value !== 'number' || Number.isFinite(value));
      return (
        wanted.length > 0 &&
        hasAnyOf(
          'facts',
          wanted.map((value) => equality(id, value)),
        )
      );
    }
    case 'range':
      return compileRange(`numbers.${fieldId(condition.field)}`, condition.range);
    case 'dateRange':
      return compileRange(`dates.${fieldId(condition.field)}`, exclusive(condition.range));
  }
}

function exclusive({ after, before }: DateRange): NumberRange {
  return { ...(after !== undefined && { gt: after }), ...(before !== undefined && { lt: before }) };
}

/** Every number is between the infinities, and none is beside NaN; JSON could say none of the three. */
function compileRange(key: string, range: NumberRange): Compiled {
  const bounds: Record<string, number> = {};
  for (const [name, bound] of Object.entries(range) as [keyof NumberRange, number | undefined][]) {
    if (bound === undefined) continue;
    if (Number.isFinite(bound)) bounds[name] = bound;
    else if (bound !== (name.startsWith('g') ? -Infinity : Infinity)) return false;
  }
  return Object.keys(bounds).length > 0 ? { key, range: bounds } : { must_not: [{ is_empty: { key } }] };
}
