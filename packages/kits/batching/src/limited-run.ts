import { PluginError } from '@clipgraph/contracts';

/** What a run that is given up fails with. */
export class GivenUp extends PluginError {
  constructor(limitMs: number) {
    super('MODEL_FAILED', `The model did not come back within ${limitMs} ms.`);
  }
}

export interface LimitedRun<Result> {
  /** Rejects with {@link GivenUp} once the limit is over, whatever the work does. */
  readonly result: Promise<Result>;
  /** Resolves when the work itself is over, if ever. */
  readonly over: Promise<void>;
}

/** Waits for work that may never end, and tells it by its signal that nobody waits any more. */
export function limitedRun<Result>(work: (signal: AbortSignal) => Promise<Result>, limitMs: number): LimitedRun<Result> {
  const limit = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = new GivenUp(limitMs);
    reject(reason);
    limit.abort(reason);
  }, limitMs);
  const working = Promise.resolve().then(() => work(limit.signal));
  const over = working.then(
    () => clearTimeout(timer),
    () => clearTimeout(timer),
  );
  return { result: Promise.race([working, late]), over };
}
