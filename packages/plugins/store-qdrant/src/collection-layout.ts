import type { CollectionSpec } from '@clipgraph/contracts';
import type { Schemas } from '@qdrant/js-client-rest';
import { fieldId } from './facts.ts';
import { ORDER_LEVELS, orderField } from './key-order.ts';
import { BATCH_POINTS } from './points.ts';
import { MAX_TIES } from './ranked.ts';

/** How new collections are laid out. */
export interface CollectionOptions {
  /** Before the names of our collections in Qdrant, so that others can live beside them. Default `clipgraph-`. */
  readonly prefix?: string;
  /** Only this tenant's collections are seen, and none that belong to no tenant. A name without dots. */
  readonly tenant?: string;
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
  /**
   * New collections refuse what would be slow: filters over fields without an index, large pages. A range over a field outside of `rangeFields` then makes its index with its first use.
   */
  readonly strictMode?: boolean;
}

export interface PayloadIndex {
  readonly field_name: string;
  readonly field_schema: Schemas['PayloadFieldSchema'];
}

/** The payload field that says whose a point is, where collections share one of Qdrant's. */
export const OWNER = 'owner';

/** How many times the limit is found among compressed vectors, to be rescored with the full ones. */
export const OVERSAMPLING = 2;

/** Indexes for ranges that users may cause in a collection; each is kept in memory. */
export const MAX_RANGE_INDEXES = 256;

/** Hits of one query that a strict collection gives, with as many again to tell equal ones apart. */
export const STRICT_LIMIT: number = MAX_TIES;

/** Qdrant's own limit. */
export const MAX_DIMENSIONS = 65_535;
/** Links of a point in the graph of its owner; Qdrant's usual number. */
const OWNER_LINKS = 16;

/** What the layout of a collection hangs on. */
type Laid = Pick<CollectionSpec, 'dimensions' | 'crops'>;

/** What a collection in Qdrant is made with. One that is shared has a graph for each owner, and none over all. */
export function collectionLayout(
  { dimensions, crops }: Laid,
  options: CollectionOptions,
  { shared }: { readonly shared: boolean },
): Omit<Schemas['CreateCollection'], 'metadata'> {
  const { quantization, onDiskVectors, replicationFactor, writeConsistencyFactor, shardNumber, strictMode } = options;
  const vector = { size: dimensions, distance: 'Cosine' as const, ...(onDiskVectors && { on_disk: true }) };
  return {
    vectors: {
      image: vector,
      text: vector,
      // A point's whole picture and its tiles; compared with a query, the best of them counts.
      ...(crops?.keep === 'each' && { crops: { ...vector, multivector_config: { comparator: 'max_sim' as const } } }),
    },
    sparse_vectors: { words: { modifier: 'idf' } },
    ...(shared && { hnsw_config: { m: 0, payload_m: OWNER_LINKS } }),
    ...(replicationFactor !== undefined && { replication_factor: replicationFactor }),
    ...(writeConsistencyFactor !== undefined && { write_consistency_factor: writeConsistencyFactor }),
    ...(shardNumber !== undefined && { shard_number: shardNumber }),
    ...(quantization === 'scalar' && { quantization_config: { scalar: { type: 'int8' as const, quantile: 0.99, always_ram: true } } }),
    ...(quantization === 'binary' && { quantization_config: { binary: { always_ram: true } } }),
    ...(strictMode && { strict_mode_config: strictModeConfig(options, shared) }),
  };
}

/** What our own requests keep to, and no more. `search_allow_exact` would refuse exact counts as well. */
function strictModeConfig(options: CollectionOptions, shared: boolean): Schemas['StrictModeConfig'] {
  return {
    enabled: true,
    unindexed_filtering_retrieve: false,
    unindexed_filtering_update: false,
    search_max_oversampling: OVERSAMPLING,
    max_query_limit: STRICT_LIMIT + MAX_TIES,
    upsert_max_batchsize: BATCH_POINTS,
    max_payload_index_count: payloadIndexes(options, { shared }).length + MAX_RANGE_INDEXES,
  };
}

/** What every collection has an index for. */
export function payloadIndexes({ rangeFields = [] }: CollectionOptions, { shared }: { readonly shared: boolean }): PayloadIndex[] {
  const levels = Array.from({ length: ORDER_LEVELS }, (_, level) => orderField(level));
  const ranges = rangeFields.map(fieldId).flatMap((id) => [`numbers.${id}`, `dates.${id}`]);
  return [
    ...(shared ? [{ field_name: OWNER, field_schema: { type: 'keyword', is_tenant: true } } as const] : []),
    // A shared collection is searched by the graphs of its owners.
    { field_name: 'facts', field_schema: shared ? { type: 'keyword', enable_hnsw: false } : 'keyword' },
    { field_name: 'imageId', field_schema: { type: 'keyword', enable_hnsw: false } },
    // No search is filtered by these: links for them in the graph would only cost.
    ...levels.map((field_name): PayloadIndex => ({ field_name, field_schema: { type: 'integer', enable_hnsw: false } })),
    ...ranges.map((field_name): PayloadIndex => ({ field_name, field_schema: shared ? { type: 'float', enable_hnsw: false } : 'float' })),
  ];
}
