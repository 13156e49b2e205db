export { qdrantStore, type QdrantStoreOptions } from './qdrant-store.ts';
