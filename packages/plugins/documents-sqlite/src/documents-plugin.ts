import { join } from 'node:path';

import { CONTRACT, definePlugin, type DocumentsPlugin } from '@clipgraph/contracts';

import { sqliteDocuments } from './sqlite-documents.ts';

/** Documents in a database of their own, in the folder `documents` of the gateway's data. */
export function documentsPlugin(): DocumentsPlugin {
  return definePlugin({
    contract: CONTRACT,
    name: 'sqlite documents',
    open: ({ dataDir }) => sqliteDocuments({ path: join(dataDir, 'documents') }),
  });
}
