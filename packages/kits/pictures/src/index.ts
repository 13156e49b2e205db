export * from './asset-picture.ts';
export * from './kept-pictures.ts';
export * from './pictures.ts';
