import { join } from 'node:path';

import { CONTRACT, definePlugin, type PicturesPlugin } from '@clipgraph/contracts';

import { folderPictures } from './folder-pictures.ts';

/** Pictures in the folder `images` of the gateway's data, one file for each content. */
export function pictureFolder(): PicturesPlugin {
  return definePlugin({
    contract: CONTRACT,
    name: 'picture folder',
    open: async ({ dataDir, tenant, logger }) =>
      folderPictures({
        dir: join(dataDir, 'images'),
        onDamaged: (imageId) => logger.error({ tenant, imageId }, 'a stored picture is damaged and was put aside'),
      }),
  });
}
