export { qdrant, qdrantFromEnvironment, type QdrantOptions } from './qdrant.ts';
export { qdrantStore, type QdrantStoreOptions } from './qdrant-store.ts';
