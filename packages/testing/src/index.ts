export * from './fake-encoder.ts';
export * from './pictures.ts';
