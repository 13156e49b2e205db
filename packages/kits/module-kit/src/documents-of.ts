import {
  type DocumentKind,
  type DocumentQuery,
  type DocumentStore,
  type Filter,
  type JsonObject,
  type JsonValue,
  type KindDocuments,
  isPluginError,
  type PluginError,
  type RequestOptions,
  type SchemaIssue,
  type StandardSchema,
  VERSION_FIELD,
} from '@clipgraph/contracts';

import { ifReadable, UnreadableDocument } from './unreadable-document.ts';

/** A document that fits its kind. */
export interface TypedDocument<Content> {
  readonly id: string;
  readonly document: Content;
}

/** What stands under an id: a document, or why it is none that this version can read. */
export type ReadDocument<Content> = TypedDocument<Content> | { readonly id: string; readonly unreadable: PluginError };

/**
 * The documents of one kind in a store. What is written has passed the kind's schema and carries its version; what is read is brought
 * to that version and passes the schema again. Beside the store's own errors: UNSUPPORTED, with the kind and the id, for a
 * stored document that does not fit or is of a newer version.
 */
export interface TypedDocuments<Content> {
  readonly kind: DocumentKind<Content>;
  /** Throws a TypeError for a document that does not fit: that is a mistake of the caller, not of a user. */
  insert(documents: readonly TypedDocument<Content>[]): Promise<void>;
  /** For `DocumentStore.insertTogether`; throws as {@link TypedDocuments.insert}. */
  part(documents: readonly TypedDocument<Content>[]): Promise<KindDocuments>;
  put(id: string, document: Content): Promise<void>;
  get(id: string): Promise<Content | undefined>;
  delete(id: string): Promise<boolean>;
  /** As many as the query asks for, of those that can be read: the others are left out and reported, see `reportUnreadable`. */
  list(query: DocumentQuery, options?: RequestOptions): Promise<TypedDocument<Content>[]>;
  /** Rejects where one cannot be read: for what would be wrong without it. */
  listWhole(query: DocumentQuery, options?: RequestOptions): Promise<TypedDocument<Content>[]>;
  /** Like {@link TypedDocuments.list}, for those who do something about a document that cannot be read. */
  listReadable(query: DocumentQuery, options?: RequestOptions): Promise<ReadDocument<Content>[]>;
  count(filter?: Filter, options?: RequestOptions): Promise<number>;
  deleteBefore(id: string): Promise<number>;
}

export function documentsOf<Content>(store: DocumentStore, kind: DocumentKind<Content>): TypedDocuments<Content> {
  const { name } = kind;

  async function written(id: string, document: Content): Promise<JsonObject> {
    const { [VERSION_FIELD]: _version, ...content } = jsonObject(document, id, kind);
    const { value, problem } = await validated(kind.schema, content);
    if (problem !== undefined) throw new TypeError(`The ${name} ${id} does not fit its kind: ${problem}`);
    return { [VERSION_FIELD]: kind.version, ...jsonObject(value, id, kind) };
  }

  async function part(documents: readonly TypedDocument<Content>[]): Promise<KindDocuments> {
    return {
      kind: name,
      documents: await Promise.all(documents.map(async ({ id, document }) => ({ id, document: await written(id, document) }))),
    };
  }

  async function read(id: string, stored: JsonObject): Promise<Content> {
    return contentOf(kind, id, steppedUp(kind, id, stored));
  }

  /** Reads on in the place of what is left out: who gets fewer than they asked for is at the end. */
  async function list(query: DocumentQuery, options?: RequestOptions): Promise<TypedDocument<Content>[]> {
    const readable: TypedDocument<Content>[] = [];
    for (let { after } = query; ;) {
      const limit = query.limit - readable.length;
      const found = await store.list(name, { ...query, after, limit }, options);
      const entries = await Promise.all(
        found.map(({ id, document }) => ifReadable(store, async () => ({ id, document: await read(id, document) }))),
      );
      readable.push(...entries.filter((entry) => entry !== undefined));
      if (found.length < limit || readable.length === query.limit) return readable;
      after = found.at(-1)!.id;
    }
  }

  return {
    kind,
    part,
    insert: async (documents) => store.insert(name, (await part(documents)).documents),
    put: async (id, document) => store.put(name, id, await written(id, document)),
    async get(id) {
      const stored = await store.get(name, id);
      return stored && read(id, stored);
    },
    delete: (id) => store.delete(name, id),
    list,
    async listWhole(query, options) {
      const found = await store.list(name, query, options);
      return Promise.all(found.map(async ({ id, document }) => ({ id, document: await read(id, document) })));
    },
    async listReadable(query, options) {
      const found = await store.list(name, query, options);
      return Promise.all(
        found.map(async ({ id, document }): Promise<ReadDocument<Content>> => {
          try {
            return { id, document: await read(id, document) };
          } catch (error) {
            if (isPluginError(error)) return { id, unreadable: error };
            throw error;
          }
        }),
      );
    },
    count: (filter, options) => store.count(name, filter, options),
    deleteBefore: (id) => store.deleteBefore(name, id),
  };
}

/** What a store keeps of a document once it is at its kind's version. UNSUPPORTED where it cannot be brought there, or does not fit then. */
export async function upgraded(kind: DocumentKind, id: string, stored: JsonObject): Promise<JsonObject> {
  const content = await contentOf(kind, id, steppedUp(kind, id, stored));
  try {
    return { [VERSION_FIELD]: kind.version, ...jsonObject(content, id, kind) };
  } catch (cause) {
    throw unreadable(kind, id, `could not be read as version ${kind.version}.`, cause);
  }
}

async function contentOf<Content>(kind: DocumentKind<Content>, id: string, stored: JsonObject): Promise<Content> {
  const { [VERSION_FIELD]: _version, ...document } = stored;
  let result: Validated<Content>;
  try {
    result = await validated(kind.schema, document);
  } catch (cause) {
    throw unreadable(kind, id, `could not be read as version ${kind.version}.`, cause);
  }
  if (result.problem !== undefined) throw unreadable(kind, id, `does not fit version ${kind.version}: ${result.problem}`);
  return result.value;
}

/** Through the upgrade of each version up to the kind's; each must answer a JSON object, at once. */
function steppedUp(kind: DocumentKind, id: string, stored: JsonObject): JsonObject {
  const { [VERSION_FIELD]: version = 1 } = stored;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw unreadable(kind, id, 'has no version that can be read.');
  if (version > kind.version) throw unreadable(kind, id, `has version ${version}; this version of clipgraph knows up to ${kind.version}.`);
  let document = stored;
  for (let from = version; from < kind.version; from++) {
    const upgrade = kind.upgrades?.[from];
    if (!upgrade) throw unreadable(kind, id, `has version ${version}, which this version of clipgraph cannot upgrade.`);
    try {
      document = jsonObject(upgrade(document), id, kind);
    } catch (cause) {
      throw unreadable(kind, id, `could not be upgraded from version ${from}.`, cause);
    }
  }
  return document;
}

const unreadable = ({ name }: DocumentKind, id: string, problem: string, cause?: unknown): PluginError =>
  new UnreadableDocument(name, id, problem, cause);

type Validated<Content> =
  | { readonly value: Content; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

async function validated<Content>(schema: StandardSchema<Content>, document: JsonObject): Promise<Validated<Content>> {
  const result = await schema['~standard'].validate(document);
  return result.issues ? { problem: described(result.issues) } : { value: result.value };
}

/** Where it does not fit. Not how: a validator's message may repeat the content. */
function described(issues: readonly SchemaIssue[]): string {
  const places = issues.map(
    ({ path = [] }) => path.map((part) => String(typeof part === 'object' ? part.key : part)).join('.') || 'the whole',
  );
  return `${[...new Set(places)].slice(0, 3).join(', ')}.`;
}

/** Content as JSON: what is undefined is left out. Throws a TypeError for what JSON cannot hold. */
function jsonObject(content: unknown, id: string, { name }: DocumentKind): JsonObject {
  const json = jsonValue(content);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new TypeError(`The ${name} ${id} is no JSON object.`);
  return json as JsonObject;
}

function jsonValue(value: unknown): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(jsonValue);
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) {
    const entries = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(entries.map(([name, member]) => [name, jsonValue(member)]));
  }
  throw new TypeError('A document holds JSON only: no dates, vectors, NaN or instances of classes.');
}
