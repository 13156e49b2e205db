import type { QdrantStoreOptions } from '@clipgraph/store-qdrant';

/** Where vectors are kept in Qdrant, and how; undefined: in the embedded store. Adds what is wrong to the problems. */
export function readQdrantConfig(env: Readonly<Record<string, string | undefined>>, problems: string[]): QdrantStoreOptions | undefined {
  const text = (name: string): string | undefined => env[name]?.trim() || undefined;
  const whole = (name: string): number | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    const number = Number(value);
    if (!Number.isInteger(number) || number < 1) problems.push(`${name} must be a whole number of at least 1.`);
    return number;
  };
  const url = text('QDRANT_URL');
  if (url === undefined) return undefined;
  // The address may hold a key, so it is not repeated.
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) problems.push('QDRANT_URL must be an http or https address.');
  const quantization = text('QDRANT_QUANTIZATION');
  if (quantization !== undefined && quantization !== 'scalar' && quantization !== 'binary') {
    problems.push('QDRANT_QUANTIZATION must be scalar or binary.');
  }
  const isOn = (name: string): boolean => {
    const value = text(name)?.toLowerCase();
    if (value !== undefined && value !== 'on' && value !== 'off') problems.push(`${name} must be on or off.`);
    return value === 'on';
  };
  const [onDiskVectors, strictMode, shared] = [
    isOn('QDRANT_ON_DISK_VECTORS'),
    isOn('QDRANT_STRICT_MODE'),
    isOn('QDRANT_SHARED_COLLECTIONS'),
  ];
  const prefix = text('QDRANT_COLLECTION_PREFIX');
  if (prefix !== undefined && !/^[\w-]{1,64}$/.test(prefix))
    problems.push('QDRANT_COLLECTION_PREFIX must be 1 to 64 letters, digits, _ and -.');
  const rangeFields = text('QDRANT_RANGE_FIELDS')
    ?.split(',')
    .map((field) => field.trim());
  const [timeoutMs, replicationFactor] = [whole('QDRANT_TIMEOUT_MS'), whole('QDRANT_REPLICATION_FACTOR')];
  const [writeConsistencyFactor, shardNumber] = [whole('QDRANT_WRITE_CONSISTENCY_FACTOR'), whole('QDRANT_SHARD_NUMBER')];
  return {
    url,
    apiKey: text('QDRANT_API_KEY'),
    ...(prefix !== undefined && { prefix }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...((quantization === 'scalar' || quantization === 'binary') && { quantization }),
    ...(onDiskVectors && { onDiskVectors }),
    ...(strictMode && { strictMode }),
    ...(shared && { shared }),
    ...(replicationFactor !== undefined && { replicationFactor }),
    ...(writeConsistencyFactor !== undefined && { writeConsistencyFactor }),
    ...(shardNumber !== undefined && { shardNumber }),
    ...(rangeFields !== undefined && { rangeFields }),
  };
}
