import type { Job, Logger } from '@clipgraph/contracts';

export interface EveryMsOptions {
  /** For the log: what the work is, such as `deletion of old verdicts`. */
  readonly name: string;
  readonly everyMs: number;
  readonly logger: Logger;
  /** Its signal aborts when the job is stopped. */
  readonly work: (signal: AbortSignal) => Promise<void> | void;
}

/**
 * A job that works at the start, because a server that is restarted often would never come to it otherwise, and then again
 * and again, so long after the end of the last time. `start` waits for the first time. What fails is logged, and tried
 * again the next time.
 */
export function everyMs({ name, everyMs: pauseMs, logger, work }: EveryMsOptions): Job {
  const stopped = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    try {
      await work(stopped.signal);
    } catch (error) {
      if (!stopped.signal.aborted) logger.error({ err: error, job: name }, 'a job failed; it is tried again later');
    }
    if (!stopped.signal.aborted) timer = setTimeout(begin, pauseMs).unref();
  }

  function begin(): Promise<void> {
    running = run();
    return running;
  }

  return {
    name,
    async start() {
      if (running) throw new Error(`The job ${name} was started before.`);
      if (!stopped.signal.aborted) await begin();
    },
    async stop() {
      stopped.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
