export * from './classify-module.ts';
export * from './schema.ts';
