/* The worker's thread: owns the database, answers calls in their order. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';

import { openDatabase } from './database.ts';
import { DocumentEngine } from './document-engine.ts';
import { sentError } from './errors.ts';
import { isWrite, type Call, type FromWorker } from './protocol.ts';

/** Writes that share one wait for the disk, so that the first of them does not wait long for the last. */
const WRITES_TOGETHER = 64;

const port = parentPort!;

function send(message: FromWorker): void {
  port.postMessage(message);
}

function run(engine: DocumentEngine, { method, args }: Call): unknown {
  return (engine[method] as (...args: readonly unknown[]) => unknown).call(engine, ...args);
}

function answer(engine: DocumentEngine, call: Call): void {
  const { id, method } = call;
  try {
    send({ kind: 'answer', id, result: run(engine, call) });
  } catch (error) {
    send({ kind: 'failure', id, error: sentError(error) });
  }
  if (method === 'close') port.close();
}

/** Answers this call and those that have come meanwhile: writes that follow each other together, others one by one. */
function answerAll(engine: DocumentEngine, first: Call): void {
  let next: Call | undefined = first;
  while (next) {
    const writes: Call[] = [];
    for (; next && isWrite(next.method) && writes.length < WRITES_TOGETHER; next = waiting()) writes.push(next);
    const outcomes = writes.length > 0 ? engine.together(writes.map((call) => () => run(engine, call))) : [];
    for (const [index, outcome] of outcomes.entries()) {
      const { id } = writes[index]!;
      send('result' in outcome ? { kind: 'answer', id, ...outcome } : { kind: 'failure', id, error: sentError(outcome.error) });
    }
    if (!next || isWrite(next.method)) continue;
    answer(engine, next);
    next = next.method === 'close' ? undefined : waiting();
  }
}

function waiting(): Call | undefined {
  return receiveMessageOnPort(port)?.message as Call | undefined;
}

try {
  const engine = new DocumentEngine(openDatabase((workerData as { path: string }).path));
  send({ kind: 'opened' });
  port.on('message', (call: Call) => answerAll(engine, call));
} catch (error) {
  send({ kind: 'refused', error: sentError(error) });
  port.close();
}
