import { parentPort, receiveMessageOnPort } from 'node:worker_threads';

import type { Call, Closable, FromWorker, MethodOf, ToWorker } from './calls.ts';
import { sentError } from './sent-error.ts';
import type { ToPluginError } from './sqlite-errors.ts';

/** What became of one change among several. */
export type Outcome = { readonly result: unknown } | { readonly error: unknown };

/** Writes that share one wait for the disk, so that the first of them does not wait long for the last. */
const WRITES_TOGETHER = 64;

export interface ServeOptions<Engine extends Closable> {
  /** Called once, on the worker's thread; what it throws refuses the opening. */
  readonly open: () => Engine;
  readonly errors: ToPluginError;
  /** Writes that follow each other are handed to `together`, which answers what became of each of them. */
  readonly writes?: {
    is(method: MethodOf<Engine>): boolean;
    together(engine: Engine, changes: readonly (() => unknown)[]): readonly Outcome[];
  };
}

/** The worker's end of `WorkerCalls`: answers calls in their order, until `close`. A call that was aborted before its turn is left out. */
export function serveCalls<Engine extends Closable>({ open, errors, writes }: ServeOptions<Engine>): void {
  const port = parentPort;
  if (!port) throw new Error('serveCalls runs in a worker thread only.');
  const waiting = new Map<number, Call<Engine>>();

  const send = (message: FromWorker): void => port.postMessage(message);
  const answer = (id: number, outcome: Outcome): void => {
    if ('result' in outcome) send({ kind: 'answer', id, result: outcome.result });
    else send({ kind: 'failure', id, error: sentError(errors(outcome.error)) });
  };

  function hear(message: ToWorker<Engine>): void {
    if (message.kind === 'abort') waiting.delete(message.id);
    else waiting.set(message.id, message);
  }

  /** Takes the next call when it is one that passes. */
  function next(passes: (call: Call<Engine>) => boolean): Call<Engine> | undefined {
    // What has come by now is heard first: an abort among it may concern the very next call.
    for (let received; (received = receiveMessageOnPort(port!));) hear(received.message as ToWorker<Engine>);
    const [call] = waiting.values();
    if (!call || !passes(call)) return undefined;
    waiting.delete(call.id);
    return call;
  }

  function serve(engine: Engine): void {
    const run = ({ method, args }: Call<Engine>): unknown =>
      (engine[method] as (...args: readonly unknown[]) => unknown).call(engine, ...args);
    const isWrite = ({ method }: Call<Engine>): boolean => writes?.is(method) ?? false;

    for (let first; (first = next(() => true));) {
      if (writes && isWrite(first)) {
        const calls = [first];
        for (let another; calls.length < WRITES_TOGETHER && (another = next(isWrite));) calls.push(another);
        const outcomes = writes.together(
          engine,
          calls.map((call) => () => run(call)),
        );
        for (const [index, { id }] of calls.entries()) answer(id, outcomes[index]!);
        continue;
      }
      try {
        answer(first.id, { result: run(first) });
      } catch (error) {
        answer(first.id, { error });
      }
      if (first.method === 'close') return port!.close();
    }
  }

  try {
    const engine = open();
    send({ kind: 'opened' });
    port.on('message', (message: ToWorker<Engine>) => {
      hear(message);
      serve(engine);
    });
  } catch (error) {
    send({ kind: 'refused', error: sentError(errors(error)) });
    port.close();
  }
}
