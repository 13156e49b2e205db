import { hash } from 'node:crypto';
import { instantOf, invalidInput, type JsonObject, type JsonValue, type Primitive } from '@clipgraph/contracts';

/**
 * What filters can ask of a payload, taken out of it when it is written, so that Qdrant answers in the meaning of
 * `matchesFilter`: docs/decisions/0008-qdrant-facts.md. `numbers` and `dates` (milliseconds since 1970) are by {@link fieldId}.
 */
export interface Facts {
  /** {@link presence} and {@link equality} of every value that a dotted path reaches. */
  readonly facts: readonly string[];
  readonly numbers: Readonly<Record<string, readonly number[]>>;
  readonly dates: Readonly<Record<string, readonly number[]>>;
}

/** Longer values stand in a fact by their hash. */
const MAX_VALUE_LENGTH = 64;
const ROOT = 'f';

/** A dotted path as a name that Qdrant's own paths take, whatever is in it. */
export function fieldId(field: string): string {
  return field.split('.').reduce(childId, ROOT);
}

/** Made from the parent's id, so that deep payloads cost no more than wide ones. */
function childId(parent: string, name: string): string {
  // Half surrogates are no UTF-8; JSON writes them as escapes.
  return `f${hash('sha256', `${parent} ${JSON.stringify(name)}`).slice(0, 32)}`;
}

/** The fact that a field has a value other than null. */
export function presence(id: string): string {
  return id;
}

/** The fact that one of a field's values is this one; text and number are kept apart by JSON's quotes. */
export function equality(id: string, value: Primitive): string {
  const text = JSON.stringify(value);
  return text.length <= MAX_VALUE_LENGTH ? `${id}=${text}` : `${id}#${hash('sha256', text)}`;
}

/** Throws INVALID_INPUT for a payload that is nested too deeply. */
export function factsOf(payload: JsonObject): Facts {
  const facts = new Set<string>();
  const numbers: Record<string, number[]> = {};
  const dates: Record<string, number[]> = {};
  const addObject = (object: JsonObject, id: string): void => {
    for (const [name, value] of Object.entries(object)) {
      // A dot separates names, so no filter reaches a name that holds one.
      if (!name.includes('.')) addValue(value, childId(id, name));
    }
  };
  const addValue = (value: JsonValue, id: string): void => {
    if (value === null) return;
    if (Array.isArray(value)) {
      for (const member of value) addValue(member, id);
      return;
    }
    facts.add(presence(id));
    if (typeof value === 'object') return addObject(value as JsonObject, id);
    facts.add(equality(id, value as Primitive));
    if (typeof value === 'number') (numbers[id] ??= []).push(value);
    if (typeof value === 'string') {
      const instant = instantOf(value);
      if (!Number.isNaN(instant)) (dates[id] ??= []).push(instant);
    }
  };
  try {
    addObject(payload, ROOT);
  } catch (error) {
    if (error instanceof RangeError) throw invalidInput('INVALID', 'A payload is nested too deeply', error);
    throw error;
  }
  return { facts: [...facts], numbers, dates };
}
