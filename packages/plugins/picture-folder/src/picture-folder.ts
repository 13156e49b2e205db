import { join } from 'node:path';

import { CONTRACT, definePlugin, type PicturesPlugin } from '@clipgraph/contracts';
import { imageFiles } from '@clipgraph/images';

/** Pictures in the folder `images` of the gateway's data, one file for each content. */
export function pictureFolder(): PicturesPlugin {
  return definePlugin({
    contract: CONTRACT,
    name: 'picture folder',
    open: async ({ dataDir }) => imageFiles({ dir: join(dataDir, 'images') }),
  });
}
