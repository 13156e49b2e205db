/* The thread of the tests' engine. */
import { workerData } from 'node:worker_threads';

import { serveCalls } from '../serve-calls.ts';
import { NotesEngine, noteErrors } from './notes-engine.ts';

serveCalls({
  open: () => new NotesEngine((workerData as { readonly path: string }).path),
  errors: noteErrors,
  writes: { is: (method) => method === 'add', together: (engine, changes) => engine.together(changes) },
});
