export * from './encoder.ts';
export * from './errors.ts';
export * from './filter.ts';
export * from './images.ts';
export * from './json.ts';
export * from './model.ts';
export * from './store.ts';
export * from './vector.ts';
