export * from './image-decoder.ts';
export * from './image-format.ts';
export * from './preprocessing.ts';
export * from './preprocessor-config.ts';
