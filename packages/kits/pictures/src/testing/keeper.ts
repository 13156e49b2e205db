/* A process of its own for the tests: uploads pictures and keeps them, several at once, and tells what was acknowledged. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { argv } from 'node:process';

import { uploadFiles } from '@clipgraph/images';
import { folderPictures } from '@clipgraph/pictures-folder';

import { keptPictures } from '../kept-pictures.ts';

const dir = argv[2]!;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const uploads = uploadFiles({ dir: join(dir, 'uploads'), maxBytes: 1e6, ttlMs: 3_600_000, maxTotalBytes: 1e9 });
const files = folderPictures({ dir: join(dir, 'images') });
const kept = keptPictures({ store: { pictures: { used: async () => new Set<string>() } }, files, logger: { error: () => {} } });

async function keepOn(): Promise<never> {
  for (;;) {
    const { uploadId } = await uploads.put(Buffer.concat([PNG, randomBytes(200_000)]));
    const picture = (await uploads.get(uploadId))!;
    process.send!({ uploadId, imageId: await picture.sha256() });
    const imageId = await kept.keep(picture);
    process.send!({ imageId });
  }
}

await Promise.all(Array.from({ length: 4 }, keepOn));
