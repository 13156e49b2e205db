/* The worker's thread: owns the database and the matrices, answers calls one after another. */
import { parentPort, workerData } from 'node:worker_threads';
import { sentError } from './database-errors.ts';
import { SqliteEngine } from './engine.ts';
import type { Engine, EngineOptions, FromWorker, ToWorker } from './protocol.ts';

type Call = Extract<ToWorker, { kind: 'call' }>;

const port = parentPort!;

function send(message: FromWorker): void {
  port.postMessage(message);
}

/** Waiting calls in the order they came; an aborted one leaves. */
const waiting = new Map<number, Call>();

function serve(engine: Engine): void {
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'abort') waiting.delete(message.id);
    else if (waiting.set(message.id, message).size === 1) setImmediate(answerNext, engine);
  });
}

/** One call per turn of the event loop, so that aborts which came meanwhile are heard before the next begins. */
function answerNext(engine: Engine): void {
  const [call] = waiting.values();
  if (!call) return;
  waiting.delete(call.id);
  answer(engine, call);
  if (waiting.size > 0) setImmediate(answerNext, engine);
}

function answer(engine: Engine, { id, method, args }: Call): void {
  try {
    const run = engine[method] as (...args: readonly unknown[]) => unknown;
    send({ kind: 'answer', id, result: run.call(engine, ...args) });
  } catch (error) {
    send({ kind: 'failure', id, error: sentError(error) });
  }
  if (method === 'close') port.close();
}

try {
  const engine = new SqliteEngine(workerData as EngineOptions);
  send({ kind: 'opened' });
  serve(engine);
} catch (error) {
  send({ kind: 'refused', error: sentError(error) });
  port.close();
}
