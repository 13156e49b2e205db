/**
 * Writes the pictures and captions of `@clipgraph/module-gallery` again: `node training/scenes/src/write-gallery.ts [folder]`.
 * Needed after a change of what a scene of the gallery looks like.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { galleryFiles } from './gallery-files.ts';

const folder = process.argv[2] ?? fileURLToPath(new URL('../../../packages/modules/gallery/files', import.meta.url));

// Pictures of an earlier selection would stay otherwise.
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
const files = galleryFiles();
for (const { key, draw } of files) await writeFile(join(folder, `${key}.webp`), await draw());
await writeFile(join(folder, 'captions.jsonl'), files.map(({ line }) => `${line}\n`).join(''));
