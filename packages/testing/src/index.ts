export * from './fake-encoder.ts';
