// A worker for the tests of the pool: it answers, fails or dies as it is told.
import { parentPort, workerData } from 'node:worker_threads';

import type { WorkerAnswer, WorkerCall } from '../messages.ts';

export type EchoRequest =
  | { readonly say: string; readonly afterMs?: number }
  | { readonly fail: string }
  | { readonly die: true }
  | { readonly askData: true }
  /** Stands still, all of its thread. */
  | { readonly hangMs: number };

const port = parentPort!;
const answer = (message: WorkerAnswer<string, string>): void => port.postMessage(message, []);

if (workerData === 'refuse') {
  answer({ kind: 'failed', message: 'It will not start.' });
  port.close();
} else {
  port.on('message', (call: WorkerCall<EchoRequest>) => {
    if (call.kind === 'close') return port.close();
    const { id, request } = call;
    if ('die' in request) throw new Error('The worker dies.');
    if ('askData' in request) return answer({ kind: 'done', id, result: String(workerData) });
    if ('hangMs' in request) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, request.hangMs);
      return answer({ kind: 'done', id, result: 'back' });
    }
    if ('fail' in request) return answer({ kind: 'failed', id, message: request.fail });
    setTimeout(() => answer({ kind: 'done', id, result: request.say }), request.afterMs ?? 0);
  });
  answer({ kind: 'ready', ready: 'hello' });
}
