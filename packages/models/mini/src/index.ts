export * from './mini-model.ts';
