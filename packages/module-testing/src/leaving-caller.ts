import { once } from 'node:events';

import type { Encoder, RequestOptions } from '@clipgraph/contracts';

/** A caller who leaves in the middle of the work. */
export interface LeavingCaller {
  /** To be given to `ask`. */
  readonly signal: AbortSignal;
  /** The encoder; the caller leaves when its first input arrives, and the input waits until the model is told so. */
  readonly around: (encoder: Encoder) => Encoder;
  /** Resolves when the model was told, so that what went on in spite of it has had its chance. */
  readonly told: Promise<void>;
  /** What `around` does at an input, for other work that is given a signal: the caller leaves; rejects once the work is told so. */
  leave(work?: RequestOptions): Promise<void>;
}

/**
 * For tests that work stops with its caller, over a real connection and without a clock: nothing goes on before the leaving
 * has arrived where the work is done. Where it never arrives, the test runs out of time.
 *
 * @example
 * const caller = leavingCaller();
 * await using server = await moduleServer({ modules: [mine()], encoders: () => [caller.around(fakeEncoder())] });
 * await expect(server.ask(QUERY, {}, { signal: caller.signal })).rejects.toThrow('The caller left.');
 * await caller.told;
 */
export function leavingCaller(): LeavingCaller {
  const left = new AbortController();
  const told = Promise.withResolvers<void>();
  const leave = async ({ signal }: RequestOptions = {}): Promise<void> => {
    if (!signal) throw new Error('Nothing would say that the caller left.');
    left.abort(new Error('The caller left.'));
    if (!signal.aborted) await once(signal, 'abort');
    told.resolve();
    signal.throwIfAborted();
  };
  const around = <Tower extends { prepare(input: never, options?: RequestOptions): Promise<unknown> }>(tower: Tower): Tower => ({
    ...tower,
    async prepare(input: never, options?: RequestOptions) {
      await leave(options);
      return tower.prepare(input, options);
    },
  });
  return {
    signal: left.signal,
    told: told.promise,
    leave,
    around: (encoder) => ({
      ...encoder,
      image: around(encoder.image),
      ...(encoder.text && { text: around(encoder.text) }),
    }),
  };
}
