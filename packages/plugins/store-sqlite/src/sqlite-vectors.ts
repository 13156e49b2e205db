import { join } from 'node:path';

import { CONTRACT, definePlugin, type VectorsPlugin } from '@clipgraph/contracts';
import { inDataFolder } from '@clipgraph/sqlite-kit';

import { sqliteStore } from './sqlite-store.ts';

/** The embedded store, in the folder `store` of the gateway's data. */
export function sqliteVectors(): VectorsPlugin {
  return definePlugin({
    contract: CONTRACT,
    name: 'sqlite vectors',
    open: ({ dataDir }) => inDataFolder(dataDir, () => sqliteStore({ path: join(dataDir, 'store') })),
  });
}
