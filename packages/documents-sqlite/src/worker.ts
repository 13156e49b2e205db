/* The worker's thread: owns the database, answers calls one after another. */
import { parentPort, workerData } from 'node:worker_threads';

import { openDatabase } from './database.ts';
import { DocumentEngine } from './document-engine.ts';
import { sentError } from './errors.ts';
import type { Call, FromWorker } from './protocol.ts';

const port = parentPort!;

function send(message: FromWorker): void {
  port.postMessage(message);
}

function answer(engine: DocumentEngine, { id, method, args }: Call): void {
  try {
    const run = engine[method] as (...args: readonly unknown[]) => unknown;
    send({ kind: 'answer', id, result: run.call(engine, ...args) });
  } catch (error) {
    send({ kind: 'failure', id, error: sentError(error) });
  }
  if (method === 'close') port.close();
}

try {
  const engine = new DocumentEngine(openDatabase((workerData as { path: string }).path));
  send({ kind: 'opened' });
  port.on('message', (call: Call) => answer(engine, call));
} catch (error) {
  send({ kind: 'refused', error: sentError(error) });
  port.close();
}
