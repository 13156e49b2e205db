export * from './folder-pictures.ts';
export { pictureFolder } from './picture-folder.ts';
