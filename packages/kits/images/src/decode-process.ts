import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { invalidInput, type InputErrorCode, type RequestOptions } from '@clipgraph/contracts';
import type { DecodeJob, DecodeResults, DecodeTask } from './decode-task.ts';

export interface DecodeProcessOptions {
  /** How much it stands back for others, 0 to 19. Default 0. */
  readonly niceness?: number;
  /** Ends when it has had no work for so long, and gives its memory back. Default 30,000. */
  readonly idleMs?: number;
}

/** Decodes in another process, which is ended when it takes too long or nobody waits any more: one picture at a time. */
export interface DecodeProcess {
  /** Errors: as {@link decodeHere}; TIMEOUT; CORRUPT when the process dies of it; the signal's reason. */
  run<Task extends DecodeTask>(job: DecodeJob<Task>, options?: RequestOptions): Promise<DecodeResults[Task['kind']]>;
  close(): void;
}

export interface DecodeCall {
  readonly id: number;
  readonly job: DecodeJob;
  readonly niceness: number;
}

export type DecodeAnswer =
  | { readonly id: number; readonly result: DecodeResults[keyof DecodeResults] }
  | { readonly id: number; readonly error: { readonly message: string; readonly input: InputErrorCode | undefined } };

/** The compiler rewrites the extension of imports only, so this one follows the file it stands in. */
const IS_SOURCE = import.meta.url.endsWith('.ts');
const WORKER = fileURLToPath(new URL(`./decode-worker${IS_SOURCE ? '.ts' : '.js'}`, import.meta.url));

export function decodeProcess({ niceness = 0, idleMs = 30_000 }: DecodeProcessOptions = {}): DecodeProcess {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  let last: Promise<unknown> = Promise.resolve();

  function end(): void {
    clearTimeout(idle);
    child?.removeAllListeners();
    child?.on('error', () => undefined);
    child?.kill('SIGKILL');
    child = undefined;
  }

  function running(): ChildProcess {
    clearTimeout(idle);
    child ??= fork(WORKER, {
      serialization: 'advanced',
      execArgv: IS_SOURCE ? ['--conditions=clipgraph-source'] : [],
      // Neither what it may say nor how a terminal is interrupted is its own affair.
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      detached: process.platform !== 'win32',
    });
    return child;
  }

  /** Ends the process where the outcome is not its answer. */
  function once(job: DecodeJob, signal: AbortSignal | undefined): Promise<DecodeResults[keyof DecodeResults]> {
    const id = ++lastId;
    const worker = running();
    worker.ref();
    worker.channel?.ref();
    const { promise, resolve, reject } = Promise.withResolvers<DecodeResults[keyof DecodeResults]>();
    const broken = (error: unknown): void => {
      end();
      reject(error);
    };
    const left = (): void => broken(signal!.reason);
    const timer = setTimeout(() => broken(tookTooLong()), job.limitMs);
    const died = (): void => broken(invalidInput('CORRUPT', 'The image cannot be decoded.'));
    signal?.addEventListener('abort', left, { once: true });
    worker.once('exit', died).once('error', died);
    worker.once('message', (answer: DecodeAnswer) => {
      if ('result' in answer) resolve(answer.result);
      else reject(answer.error.input ? invalidInput(answer.error.input, answer.error.message) : new Error(answer.error.message));
    });
    worker.send({ id, job, niceness } satisfies DecodeCall, (error) => error && died());
    return promise.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', left);
      if (child !== worker) return;
      worker.removeAllListeners();
      worker.on('error', () => undefined);
      // An idle one keeps nobody alive.
      worker.unref();
      worker.channel?.unref();
      worker.once('exit', () => {
        if (child === worker) child = undefined;
      });
      idle = setTimeout(end, idleMs).unref();
    });
  }

  return {
    run<Task extends DecodeTask>(job: DecodeJob<Task>, { signal }: RequestOptions = {}) {
      const result = last.then(() => {
        signal?.throwIfAborted();
        return once(job, signal);
      });
      last = result.catch(() => undefined);
      return result as Promise<DecodeResults[Task['kind']]>;
    },
    close: end,
  };
}

export function tookTooLong(): Error {
  return invalidInput('TIMEOUT', 'The image took too long to decode.');
}
