import {
  CONTRACT,
  definePlugin,
  SettingError,
  type Setting,
  type Settings,
  type StandardSchema,
  type VectorsPlugin,
} from '@clipgraph/contracts';
import { givenAs, httpAddressSchema, listSchema, readSettings, textSchema, type Environment } from '@clipgraph/settings-kit';
import * as v from 'valibot';

import { qdrantStore, type QdrantStoreOptions } from './qdrant-store.ts';

/** Everything of {@link QdrantStoreOptions} that an operator sets; what is left out is read from the environment. */
export type QdrantOptions = Partial<Omit<QdrantStoreOptions, 'tenant' | 'exactSearch'>>;

interface QdrantValues {
  readonly url: string | undefined;
  readonly apiKey: string | undefined;
  readonly prefix: string | undefined;
  readonly timeoutMs: number | undefined;
  readonly quantization: 'scalar' | 'binary' | undefined;
  readonly onDiskVectors: boolean;
  readonly strictMode: boolean;
  readonly shared: boolean;
  readonly replicationFactor: number | undefined;
  readonly writeConsistencyFactor: number | undefined;
  readonly shardNumber: number | undefined;
  readonly rangeFields: readonly string[];
}

/**
 * Vectors, payloads and texts in Qdrant. Collections of different tenants are kept apart.
 *
 * @example
 * defineGateway({ vectors: qdrant({ url: 'http://127.0.0.1:6333' }), ... });
 */
export function qdrant(options: QdrantOptions = {}): VectorsPlugin {
  return definePlugin({
    contract: CONTRACT,
    name: 'qdrant',
    settings: qdrantSettings(options),
    open: ({ tenant }, values) => {
      const { url, ...rest } = values;
      if (url === undefined) throw new SettingError('QDRANT_URL is not set: say where Qdrant is, for example http://127.0.0.1:6333.');
      return qdrantStore(storeOptions({ ...rest, url }, tenant));
    },
  });
}

/** Where Qdrant is by the environment, for tools that open the store without a gateway; undefined where nothing says so. */
export function qdrantFromEnvironment(env: Environment, tenant?: string): QdrantStoreOptions | undefined {
  const { url, ...rest } = readSettings(qdrantSettings({}), env);
  return url === undefined ? undefined : storeOptions({ ...rest, url }, tenant);
}

function qdrantSettings(given: QdrantOptions): Settings<QdrantValues> {
  return checkedWhenGiven<QdrantValues>({
    url: { env: 'QDRANT_URL', about: 'Address of its REST interface.', schema: httpAddressSchema(), value: given.url },
    apiKey: { env: 'QDRANT_API_KEY', about: 'Sent with each request.', schema: textSchema(), value: given.apiKey },
    prefix: {
      env: 'QDRANT_COLLECTION_PREFIX',
      about: 'Begins the names of its collections, so that several gateways share a Qdrant.',
      schema: v.optional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ and -.'))),
      value: given.prefix,
    },
    timeoutMs: { env: 'QDRANT_TIMEOUT_MS', about: 'Of each request, in milliseconds.', schema: atLeastOne(), value: given.timeoutMs },
    quantization: {
      env: 'QDRANT_QUANTIZATION',
      about: 'Whether smaller copies of the vectors are searched first.',
      schema: v.optional(v.picklist(['scalar', 'binary'], 'must be scalar or binary.')),
      value: given.quantization,
    },
    onDiskVectors: {
      env: 'QDRANT_ON_DISK_VECTORS',
      about: 'Whether vectors stay on disk.',
      schema: onOrOff(),
      value: given.onDiskVectors,
    },
    strictMode: {
      env: 'QDRANT_STRICT_MODE',
      about: "Whether Qdrant's strict mode is switched on.",
      schema: onOrOff(),
      value: given.strictMode,
    },
    shared: {
      env: 'QDRANT_SHARED_COLLECTIONS',
      about: 'Whether tenants share the collections of a model.',
      schema: onOrOff(),
      value: given.shared,
    },
    replicationFactor: {
      env: 'QDRANT_REPLICATION_FACTOR',
      about: 'Copies of each shard.',
      schema: atLeastOne(),
      value: given.replicationFactor,
    },
    writeConsistencyFactor: {
      env: 'QDRANT_WRITE_CONSISTENCY_FACTOR',
      about: 'Copies that a write waits for.',
      schema: atLeastOne(),
      value: given.writeConsistencyFactor,
    },
    shardNumber: { env: 'QDRANT_SHARD_NUMBER', about: 'Shards of each collection.', schema: atLeastOne(), value: given.shardNumber },
    rangeFields: {
      env: 'QDRANT_RANGE_FIELDS',
      about: 'Payload fields that are filtered by ranges, so that Qdrant indexes them.',
      schema: listSchema(),
      value: given.rangeFields,
    },
  });
}

function checkedWhenGiven<Values>(settings: Settings<Values>): Settings<Values> {
  const entries = Object.entries<Setting<unknown>>(settings).map(([name, setting]) => [
    name,
    { ...setting, valueSchema: givenAs(setting.schema) },
  ]);
  return Object.fromEntries(entries) as Settings<Values>;
}

/** Only what is set, for the store has its own standards. */
function storeOptions(values: Omit<QdrantValues, 'url'> & { readonly url: string }, tenant: string | undefined): QdrantStoreOptions {
  const { url, apiKey, rangeFields, ...rest } = values;
  const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined && value !== false));
  return { url, apiKey, ...set, ...(rangeFields.length > 0 && { rangeFields }), ...(tenant !== undefined && { tenant }) };
}

function atLeastOne(): StandardSchema<number | undefined> {
  return v.optional(
    v.pipe(
      v.string(),
      v.transform(Number),
      v.check((number) => Number.isInteger(number) && number >= 1, 'must be a whole number of at least 1.'),
    ),
  );
}

function onOrOff(): StandardSchema<boolean> {
  return v.pipe(
    v.optional(v.pipe(v.string(), v.toLowerCase()), 'off'),
    v.picklist(['on', 'off'], 'must be on or off.'),
    v.transform((text) => text === 'on'),
  );
}
