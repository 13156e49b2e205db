export * from './sqlite-store.ts';
export * from './sqlite-vectors.ts';
