import { type CollectionSpec, type Crops, isPluginError, PluginError } from '@clipgraph/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { MAX_RANGE_INDEXES, type PayloadIndex } from './collection-layout.ts';
import type { Connection } from './connection.ts';
import { WrongAnswer } from './qdrant-errors.ts';

/** Kept as the metadata of each collection in Qdrant, made with it in one request. */
export interface Metadata {
  readonly version: 1;
  readonly fingerprint: string;
  readonly model: string;
  readonly dimensions: number;
  readonly createdAt: string;
  readonly crops?: Crops;
}

const VERSION = 1;

export function metadataOf({ fingerprint, model, dimensions, crops }: Omit<CollectionSpec, 'name'>, createdAt: Date): Metadata {
  return { version: VERSION, fingerprint, model, dimensions, createdAt: createdAt.toISOString(), ...(crops && { crops }) };
}

/** Undefined for somebody else's, under our prefix. */
export function readMetadata(found: Schemas['CollectionInfo'] | undefined): Metadata | undefined {
  const metadata = found?.config.metadata?.['clipgraph'] as Metadata | undefined;
  if (metadata && metadata.version > VERSION) {
    throw new PluginError('UNSUPPORTED', 'The collection was made by a newer version of this server');
  }
  return metadata;
}

/** What is asked of Qdrant's collections, by their names there. */
export class CollectionAdmin {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Removes the half-made collection when an index cannot be made. Rejects with CONFLICT when the name is taken. */
  async create(name: string, body: Schemas['CreateCollection'], indexes: readonly PayloadIndex[]): Promise<void> {
    await this.#connection.request((api, init) => api.createCollection({ collection_name: name, ...body }, init), {
      repeatable: false,
      slow: true,
    });
    try {
      await this.index(name, indexes);
    } catch (error) {
      await this.delete(name).catch(() => undefined);
      throw error;
    }
  }

  async delete(name: string): Promise<boolean> {
    return this.#connection.request((api, init) => api.deleteCollection({ collection_name: name }, init), { repeatable: false });
  }

  /** Also by an alias. */
  async describe(name: string, signal?: AbortSignal): Promise<Schemas['CollectionInfo'] | undefined> {
    const found = await orMissing(
      this.#connection.request<Schemas['CollectionInfo']>((api, init) => api.getCollection({ collection_name: name }, init), { signal }),
    );
    if (found && typeof found.config !== 'object') throw new WrongAnswer('no configuration');
    return found;
  }

  /** Making an index again changes nothing. */
  async index(name: string, indexes: readonly PayloadIndex[]): Promise<void> {
    await Promise.all(
      indexes.map((index) =>
        this.#connection.request((api, init) => api.createFieldIndex({ collection_name: name, wait: true, ...index }, init), {
          slow: true,
        }),
      ),
    );
  }

  /** Makes those indexes for ranges that are not in `present`, as far as there may be more of them. */
  async indexRanges(name: string, fields: readonly string[], present: ReadonlySet<string>): Promise<void> {
    const missing = [...new Set(fields)].filter((field) => !present.has(field));
    if (missing.length === 0) return;
    if ([...present].filter(isRanged).length + missing.length > MAX_RANGE_INDEXES) {
      throw new PluginError('UNSUPPORTED', 'In strict mode a range needs an index of its field, and this collection takes no more of them');
    }
    await this.index(
      name,
      missing.map((field_name) => ({ field_name, field_schema: { type: 'float', enable_hnsw: false } })),
    );
  }
}

/** Whether a payload field is one of the facts that ranges are asked of. */
export function isRanged(field: string): boolean {
  return field.startsWith('numbers.') || field.startsWith('dates.');
}

/** Undefined where there is nothing of the name. */
export async function orMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isPluginError(error) && error.code === 'NOT_FOUND') return undefined;
    throw error;
  }
}
