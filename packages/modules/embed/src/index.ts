export * from './embed-module.ts';
export * from './embedding-node.ts';
export * from './schema.ts';
