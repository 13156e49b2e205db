export * from './document-store.ts';
export * from './encoder.ts';
export * from './fake-encoder.ts';
export * from './pictures.ts';
export * from './python.ts';
export * from './vector-store.ts';
export * from './qdrant-shim.ts';
export * from './vector-store/filter-arbitraries.ts';
