/* The worker's thread: owns the database, answers calls in their order. */
import { workerData } from 'node:worker_threads';

import { serveCalls } from '@clipgraph/sqlite-kit';

import { documentErrors, openDatabase } from './database.ts';
import { DocumentEngine } from './document-engine.ts';
import { isWrite } from './protocol.ts';

serveCalls({
  open: () => new DocumentEngine(openDatabase((workerData as { readonly path: string }).path)),
  errors: documentErrors,
  writes: { is: isWrite, together: (engine, changes) => engine.together(changes) },
});
