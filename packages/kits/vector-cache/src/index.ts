export { cached, type CacheCounts, type Cached } from './cached.ts';
export { vectorCache, type VectorCache, type VectorCacheOptions } from './vector-cache.ts';
