import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';

type Json = Record<string, unknown>;

interface Parameter {
  readonly name: string;
  readonly in: string;
}

interface Operation {
  readonly pattern: RegExp;
  readonly method: string;
  readonly queryNames: ReadonlySet<string>;
  readonly body: ValidateFunction | undefined;
}

export interface SeenRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly body: string;
}

/** What an OpenAPI description (3.0, as Qdrant publishes it) has against a request; nothing, an empty list. */
export type RequestChecks = (request: SeenRequest) => string[];

export function openapiChecks(file: URL): RequestChecks {
  const { paths, components } = JSON.parse(readFileSync(file, 'utf8')) as { paths: Record<string, Record<string, Json>>; components: Json };
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'api', components: strictSchema(components) });
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationOf(ajv, path, method, operation)),
  );
  return ({ method, path, body }) => {
    const url = new URL(path, 'http://localhost');
    const operation = operations.find((one) => one.method === method && one.pattern.test(url.pathname));
    if (!operation) return [`${method} ${url.pathname} is not described`];
    const unknown = [...url.searchParams.keys()].filter((name) => !operation.queryNames.has(name));
    const problems = unknown.map((name) => `${method} ${url.pathname} has no parameter ${name}`);
    if (body === '') return problems;
    if (!operation.body) return [...problems, `${method} ${url.pathname} takes no body`];
    if (!operation.body(JSON.parse(body))) problems.push(`${method} ${url.pathname} is described otherwise than ${body.slice(0, 500)}`);
    return problems;
  };
}

function operationOf(ajv: Ajv, path: string, method: string, operation: Json): Operation {
  const parameters = (operation['parameters'] ?? []) as Parameter[];
  const body = operation['requestBody'] as { content: Record<string, { schema: Json }> } | undefined;
  const schema = body?.content['application/json']?.schema;
  return {
    pattern: new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`),
    method: method.toUpperCase(),
    queryNames: new Set(parameters.flatMap((one) => (one.in === 'query' ? [one.name] : []))),
    body: schema && ajv.compile(strictSchema(schema) as Json),
  };
}

/** In JSON Schema's words, and closed: OpenAPI writes null as `nullable`, and leaves room for properties that no server knows. */
function strictSchema(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strictSchema);
  if (typeof schema !== 'object' || schema === null) return schema;
  const { nullable, $ref, ...rest } = schema as Json & { nullable?: boolean; $ref?: string };
  if ($ref) return { $ref: `api${$ref}` };
  const strict = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, strictSchema(value)]));
  if (strict['type'] === 'object' && strict['properties'] && strict['additionalProperties'] === undefined)
    strict['additionalProperties'] = false;
  if (!nullable) return strict;
  return Object.keys(strict).length === 0 ? { type: 'null' } : { anyOf: [strict, { type: 'null' }] };
}
