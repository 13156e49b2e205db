import {
  checkedCrops,
  type CollectionInfo,
  type CollectionSpec,
  compareCodePoints,
  type Crops,
  invalidInput,
  isCollectionName,
  isPluginError,
  PluginError,
} from '@clipgraph/spec';
import type { Schemas } from '@qdrant/js-client-rest';
import type { Connection, RequestRules } from './connection.ts';
import { fieldId } from './facts.ts';
import { ORDER_LEVELS, orderField } from './key-order.ts';
import { listOf, WrongAnswer } from './qdrant-errors.ts';

/** How new collections are laid out. */
export interface CollectionOptions {
  /** Before the names of our collections in Qdrant, so that others can live beside them. Default `clipgraph-`. */
  readonly prefix?: string;
  /** Compressed vectors beside the full ones, which then rescore: `scalar` int8, a quarter; `binary` 1 bit, from 1,024 dimensions on. */
  readonly quantization?: 'scalar' | 'binary';
  /** Keeps the full vectors on disk; with `quantization`, the compressed ones stay in memory. Default false. */
  readonly onDiskVectors?: boolean;
  readonly replicationFactor?: number;
  /** Replicas that must have applied a write before it is acknowledged. */
  readonly writeConsistencyFactor?: number;
  readonly shardNumber?: number;
  /** Fields of payloads that ranges of numbers and dates are asked of; each gets its indexes. Others work too, by a scan. */
  readonly rangeFields?: readonly string[];
}

/** Kept as the metadata of each Qdrant collection, made with it in one request. */
interface Metadata {
  readonly version: 1;
  readonly fingerprint: string;
  readonly model: string;
  readonly dimensions: number;
  readonly createdAt: string;
  readonly crops?: Crops;
}

const VERSION = 1;
/** Qdrant's own limit. */
const MAX_DIMENSIONS = 65_535;

interface PayloadIndex {
  readonly field_name: string;
  readonly field_schema: Schemas['PayloadFieldSchema'];
}

/** The collections of one prefix, and what they are bound to. */
export class Collections {
  readonly #connection: Connection;
  readonly #options: CollectionOptions;
  readonly #prefix: string;

  constructor(connection: Connection, options: CollectionOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#prefix = options.prefix ?? 'clipgraph-';
  }

  /** The name in Qdrant. */
  nameOf(collection: string): string {
    return this.#prefix + collection;
  }

  /** Removes the half-made collection when an index cannot be made. */
  async create(spec: CollectionSpec): Promise<CollectionInfo> {
    const { name, ...bound } = checkedSpec(spec);
    const createdAt = new Date();
    const metadata: Metadata = { version: VERSION, ...bound, createdAt: createdAt.toISOString() };
    const body = { ...this.#layout(bound), metadata: { clipgraph: metadata } };
    await this.#connection.request((api, init) => api.createCollection({ collection_name: this.nameOf(name), ...body }, init), {
      repeatable: false,
      slow: true,
    });
    try {
      await this.#createIndexes(name, new Set());
    } catch (error) {
      await this.delete(name).catch(() => undefined);
      throw error;
    }
    return { name, ...bound, createdAt };
  }

  async list(): Promise<CollectionInfo[]> {
    const names = await this.#names();
    const found = await Promise.all(names.map((name) => this.find(name)));
    return found.filter((info) => info !== undefined).sort((a, b) => compareCodePoints(a.name, b.name));
  }

  /** Also makes the indexes that are missing: after a process that died while it made them, or with another option. */
  async find(name: string, signal?: AbortSignal): Promise<CollectionInfo | undefined> {
    if (!isCollectionName(name)) return undefined;
    const found = await this.#description(name, signal);
    const metadata = found?.config.metadata?.['clipgraph'] as Metadata | undefined;
    // Somebody else's, under our prefix.
    if (!found || !metadata) return undefined;
    if (metadata.version > VERSION) throw new PluginError('UNSUPPORTED', 'The collection was made by a newer version of this server');
    await this.#createIndexes(name, new Set(Object.keys(found.payload_schema ?? {})));
    const { fingerprint, model, dimensions, createdAt, crops } = metadata;
    return { name, fingerprint, model, dimensions, createdAt: new Date(createdAt), ...(crops && { crops }) };
  }

  /** Rejects with NOT_FOUND, and with CONFLICT for another fingerprint than the collection's. */
  async open(name: string, fingerprint?: string, signal?: AbortSignal): Promise<CollectionInfo> {
    const found = await this.find(name, signal);
    if (!found) throw new PluginError('NOT_FOUND', 'There is no such collection');
    if (fingerprint !== undefined && fingerprint !== found.fingerprint) {
      throw new PluginError('CONFLICT', 'The collection holds vectors of another model');
    }
    return found;
  }

  async delete(name: string): Promise<boolean> {
    if (!(await this.find(name))) return false;
    return this.#connection.request((api, init) => api.deleteCollection({ collection_name: this.nameOf(name) }, init), {
      repeatable: false,
    });
  }

  /** Rejects when the server does not answer, or takes the key no more. */
  async check(): Promise<void> {
    await this.#names({ repeatable: false });
  }

  async #names(rules: RequestRules = {}): Promise<string[]> {
    const { collections } = await this.#connection.request<Schemas['CollectionsResponse']>(
      (api, init) => api.getCollections({}, init),
      rules,
    );
    return listOf(collections).flatMap(({ name }) => (name.startsWith(this.#prefix) ? [name.slice(this.#prefix.length)] : []));
  }

  async #description(name: string, signal: AbortSignal | undefined): Promise<Schemas['CollectionInfo'] | undefined> {
    try {
      const found = await this.#connection.request<Schemas['CollectionInfo']>(
        (api, init) => api.getCollection({ collection_name: this.nameOf(name) }, init),
        { signal },
      );
      if (typeof found.config !== 'object') throw new WrongAnswer('no configuration');
      return found;
    } catch (error) {
      if (isPluginError(error) && error.code === 'NOT_FOUND') return undefined;
      throw error;
    }
  }

  #layout({ dimensions, crops }: Pick<CollectionSpec, 'dimensions' | 'crops'>): Omit<Schemas['CreateCollection'], 'metadata'> {
    const { quantization, onDiskVectors, replicationFactor, writeConsistencyFactor, shardNumber } = this.#options;
    const vector = { size: dimensions, distance: 'Cosine' as const, ...(onDiskVectors && { on_disk: true }) };
    return {
      vectors: {
        image: vector,
        text: vector,
        // A point's whole picture and its tiles; compared with a query, the best of them counts.
        ...(crops?.keep === 'each' && { crops: { ...vector, multivector_config: { comparator: 'max_sim' as const } } }),
      },
      sparse_vectors: { words: { modifier: 'idf' } },
      ...(replicationFactor !== undefined && { replication_factor: replicationFactor }),
      ...(writeConsistencyFactor !== undefined && { write_consistency_factor: writeConsistencyFactor }),
      ...(shardNumber !== undefined && { shard_number: shardNumber }),
      ...(quantization === 'scalar' && { quantization_config: { scalar: { type: 'int8' as const, quantile: 0.99, always_ram: true } } }),
      ...(quantization === 'binary' && { quantization_config: { binary: { always_ram: true } } }),
    };
  }

  /** Making an index again changes nothing. */
  async #createIndexes(name: string, present: ReadonlySet<string>): Promise<void> {
    const missing = this.#indexes().filter(({ field_name }) => !present.has(field_name));
    await Promise.all(
      missing.map((index) =>
        this.#connection.request((api, init) => api.createFieldIndex({ collection_name: this.nameOf(name), wait: true, ...index }, init), {
          slow: true,
        }),
      ),
    );
  }

  #indexes(): PayloadIndex[] {
    const levels = Array.from({ length: ORDER_LEVELS }, (_, level) => orderField(level));
    const ranges = (this.#options.rangeFields ?? []).map(fieldId).flatMap((id) => [`numbers.${id}`, `dates.${id}`]);
    return [
      { field_name: 'facts', field_schema: 'keyword' },
      { field_name: 'imageId', field_schema: { type: 'keyword', enable_hnsw: false } },
      // No search is filtered by these: links for them in the graph would only cost.
      ...levels.map((field_name): PayloadIndex => ({ field_name, field_schema: { type: 'integer', enable_hnsw: false } })),
      ...ranges.map((field_name): PayloadIndex => ({ field_name, field_schema: 'float' })),
    ];
  }
}

function checkedSpec({ name, fingerprint, model, dimensions, crops }: CollectionSpec): CollectionSpec {
  if (!isCollectionName(name)) {
    throw invalidInput('INVALID', 'A collection name has 1 to 64 letters, digits, _ and -, a letter or digit first');
  }
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
    throw invalidInput('INVALID', `Dimensions are a whole number from 1 to ${MAX_DIMENSIONS}`);
  }
  return { name, fingerprint, model, dimensions, ...(crops && { crops: checkedCrops(crops) }) };
}
