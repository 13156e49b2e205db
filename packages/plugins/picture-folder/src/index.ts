export * from './picture-folder.ts';
