import type { JsonObject, JsonValue, Primitive } from '@clipgraph/contracts';
import { GraphQLError, GraphQLScalarType, valueFromASTUntyped } from 'graphql';

import { MAX_JSON_DEPTH, MAX_URL_LENGTH } from './kit-limits.ts';

/**
 * Stands for variables while a query is validated, before their values are known; without it, a JSON literal
 * with a variable inside would be refused.
 */
const ANY_VARIABLES = new Proxy<Record<string, null>>({}, { get: () => null });

/** A scalar that reads literals and variables through one function. */
function scalar<T>(name: string, read: (value: unknown) => T, write: (value: unknown) => unknown): GraphQLScalarType {
  return new GraphQLScalarType({
    name,
    parseValue: read,
    parseLiteral: (node, variables) => read(valueFromASTUntyped(node, variables ?? ANY_VARIABLES)),
    serialize: write,
  });
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });
}

function readUrl(value: unknown): string {
  if (typeof value === 'string' && value.length > MAX_URL_LENGTH) throw refused(`URL is longer than ${MAX_URL_LENGTH} characters.`);
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw refused('URL must be an absolute http or https address.');
  return url.href;
}

function readBase64(value: unknown): string {
  // Decoding, with its size limit, is the image reader's: a wrong item must fail alone.
  if (typeof value !== 'string') throw refused('Base64 must be a string.');
  return value;
}

/** Seconds may be left out; the offset may not, or the instant would depend on the server's time zone. */
const RFC_3339 = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/i;

function readDateTime(value: unknown): Date {
  const day = typeof value === 'string' ? RFC_3339.exec(value)?.[1] : undefined;
  const date = day === undefined || !isDay(day) ? undefined : new Date((value as string).toUpperCase());
  if (!date || Number.isNaN(date.getTime())) throw refused('DateTime must be an instant in RFC 3339, for example 2026-11-23T09:30:00Z.');
  return date;
}

/** Date itself takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

function writeDateTime(value: unknown): string {
  return (value instanceof Date ? value : new Date(String(value))).toISOString();
}

function readPrimitive(value: unknown): Primitive {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw refused('Primitive must be a string, a finite number or a boolean.');
}

function readJsonObject(value: unknown): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refused('JSONObject must be an object.');
  return readJson(value, 0) as JsonObject;
}

/** Copies JSON, so that no prototype and no exotic object enters; the depth is limited. */
function readJson(value: unknown, depth: number): JsonValue {
  if (depth > MAX_JSON_DEPTH) throw refused(`JSONObject is nested deeper than ${MAX_JSON_DEPTH} levels.`);
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map((member) => readJson(member, depth + 1));
  if (typeof value === 'object') {
    // A variable without a value leaves its member out, as in an input object.
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name, readJson(member, depth + 1)] as const));
  }
  throw refused('JSONObject holds a value that is not JSON.');
}

const same = (value: unknown): unknown => value;

/** Resolvers of the base scalars. */
export const scalars: Record<string, GraphQLScalarType> = {
  URL: scalar('URL', readUrl, same),
  Base64: scalar('Base64', readBase64, same),
  DateTime: scalar('DateTime', readDateTime, writeDateTime),
  JSONObject: scalar('JSONObject', readJsonObject, same),
  Primitive: scalar('Primitive', readPrimitive, same),
};
