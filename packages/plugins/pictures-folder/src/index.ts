export * from './folder-pictures.ts';
