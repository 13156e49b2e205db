/** What was begun for callers and has not ended, whether or not they still wait for it. */
export interface InFlight {
  /** Counts the work until it settles; answers it as it is. */
  track<Work extends PromiseLike<unknown>>(work: Work): Work;
  /** How many are under way. */
  readonly count: number;
  /** Resolves when nothing is under way any more, or after so long. */
  ended(withinMs: number): Promise<void>;
}

export function inFlight(): InFlight {
  const under = new Set<PromiseLike<unknown>>();
  let whenEmpty = Promise.withResolvers<void>();
  return {
    track(work) {
      under.add(work);
      const done = (): void => {
        under.delete(work);
        if (under.size > 0) return;
        whenEmpty.resolve();
        whenEmpty = Promise.withResolvers();
      };
      work.then(done, done);
      return work;
    },
    get count() {
      return under.size;
    },
    async ended(withinMs) {
      if (under.size === 0) return;
      const enough = Promise.withResolvers<void>();
      const timer = setTimeout(enough.resolve, withinMs);
      await Promise.race([whenEmpty.promise, enough.promise]);
      clearTimeout(timer);
    },
  };
}
