/* A process of its own for the tests: inserts documents one by one and tells how many were acknowledged. */
import { argv } from 'node:process';

import { openSqliteDocuments } from '../open-sqlite-documents.ts';

const documents = await openSqliteDocuments({ path: argv[2]! });
for (let i = 0; ; i++) {
  await documents.insert('things', [{ id: `k${i}`, document: { i } }]);
  process.send!(i + 1);
}
