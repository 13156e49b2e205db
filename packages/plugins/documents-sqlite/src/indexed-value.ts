import { type Condition, type JsonObject, type JsonValue, matchesFilter, valuesAt } from '@clipgraph/contracts';

/** What a column of an index holds for one document. */
export type IndexedValue = string | number | Uint8Array | null;

/** A condition on what a path reaches. */
export type FieldCondition = Extract<Condition, { readonly field: string }>;

/** Of a text, or of several values as JSON, in an index; longer ones are looked up in the document. */
const MAX_BYTES = 256;
const FALSE = Uint8Array.of(0);
const TRUE = Uint8Array.of(1);
/** `[`: several values are their JSON array as a blob. Both booleans come before those, {@link TOO_LONG} after them. */
const SEVERAL = 0x5b;
const TOO_LONG = Uint8Array.of(0xff);

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * All that filters can tell of the values that a path reaches: null for none, a text, a number or a boolean for itself, a JSON array
 * for several of them or for objects, which only `exists` tells from nothing.
 */
export function indexedValue(document: JsonObject, path: string): IndexedValue {
  const distinct = new Set<JsonValue>();
  for (const value of valuesAt(document, path)) distinct.add(typeof value === 'object' ? EMPTY : value);
  if (distinct.size === 0) return null;
  const [only] = distinct;
  if (distinct.size === 1 && only !== undefined) {
    if (typeof only === 'number') return only;
    if (typeof only === 'boolean') return only ? TRUE : FALSE;
    // SQLite's texts are UTF-8, which has no half surrogates; JSON escapes them.
    if (typeof only === 'string' && only.isWellFormed()) return only.length > MAX_BYTES ? TOO_LONG : only;
  }
  const json = encoder.encode(JSON.stringify([...distinct]));
  return json.length > MAX_BYTES ? TOO_LONG : json;
}

/** Stands for every object. */
const EMPTY: JsonObject = {};

/** Whether the value stands for one that only the document holds. */
export function isTooLong(value: IndexedValue): boolean {
  return value === TOO_LONG;
}

/** The value that one of a filter's is in an index; undefined for one that no column holds by itself. */
export function columnValue(value: string | number | boolean): IndexedValue | undefined {
  if (typeof value === 'boolean') return value ? TRUE : FALSE;
  if (typeof value === 'number') return Number.isNaN(value) ? undefined : value;
  return value.isWellFormed() && value.length <= MAX_BYTES ? value : undefined;
}

/** What `matchesFilter` says of a condition on one path, for the value in its column. */
export function valuePasses(value: IndexedValue, condition: FieldCondition): boolean {
  if (value === null) return false;
  const values = value instanceof Uint8Array ? blobValues(value) : value;
  return matchesFilter({ must: [{ ...condition, field: 'value' }] }, { key: '', payload: { value: values } });
}

/** The values that a column holds by the several; none for one that holds a single value, or too long ones. */
export function severalValues(value: IndexedValue): IndexedValue[] {
  if (!(value instanceof Uint8Array) || value[0] !== SEVERAL) return [];
  const values = JSON.parse(decoder.decode(value)) as (string | number | boolean | JsonObject)[];
  return values.map((one) => (typeof one === 'object' ? undefined : columnValue(one))).filter((one) => one !== undefined);
}

function blobValues(blob: Uint8Array): JsonValue {
  if (blob[0] === SEVERAL) return JSON.parse(decoder.decode(blob)) as JsonValue;
  return blob[0] === TRUE[0];
}
