import { fileURLToPath } from 'node:url';

/** The bundled model: its folder is an absolute path, for `clip({ folder })`. */
export const miniModel: { readonly folder: string } = {
  // `files` lies beside `src` and beside `dist` alike.
  folder: fileURLToPath(new URL('../files', import.meta.url)),
};
