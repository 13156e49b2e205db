import { join } from 'node:path';

import { CONTRACT, definePlugin, type DocumentsPlugin } from '@clipgraph/contracts';
import { inDataFolder } from '@clipgraph/sqlite-kit';

import { openSqliteDocuments } from './open-sqlite-documents.ts';

/** Documents in a database of their own, in the folder `documents` of the gateway's data. */
export function sqliteDocuments(): DocumentsPlugin {
  return definePlugin({
    contract: CONTRACT,
    name: 'sqlite documents',
    open: ({ dataDir }) => inDataFolder(dataDir, () => openSqliteDocuments({ path: join(dataDir, 'documents') })),
  });
}
