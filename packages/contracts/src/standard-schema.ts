/**
 * The part of the Standard Schema specification (https://standardschema.dev, version 1) that clipgraph reads: valibot, zod
 * and arktype schemas all have it, so a module may use whichever it likes.
 */
export interface StandardSchema<Output> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<Output> | Promise<SchemaResult<Output>>;
    readonly types?: { readonly input: unknown; readonly output: Output } | undefined;
  };
}

export type SchemaResult<Output> = { readonly value: Output; readonly issues?: undefined } | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

export type CheckedFile<Content> = { readonly content: Content; readonly problem?: undefined } | { readonly problem: string };

/**
 * A file of JSON by its schema, or what is wrong with it, by the first issue: the field, the place within it and what must stand
 * there, as in `"fit" of clipgraph.json is wrong: relevance.slope must be above 0`. A schema's message goes on where a place ends.
 */
export function checkedFile<Content>(schema: StandardSchema<Content>, json: unknown, file: string): CheckedFile<Content> {
  const result = schema['~standard'].validate(json);
  if (result instanceof Promise) throw new TypeError(`The schema of ${file} is asynchronous; those of files must not be.`);
  if (!result.issues) return { content: result.value };
  const [{ message, path = [] } = { message: 'is not what it must be' }] = result.issues;
  const [field, ...place] = path.map((part) => String(typeof part === 'object' ? part.key : part));
  if (field === undefined) return { problem: `${file} ${message}` };
  return { problem: `"${field}" of ${file} is wrong: ${place.length === 0 ? 'it' : place.join('.')} ${message}` };
}
