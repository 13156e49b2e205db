/** Joins the work under a key, or starts it. The work's own signal aborts when everyone who waited has left. */
export type SingleFlight<Result> = (key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;

interface Flight<Result> {
  readonly result: Promise<Result>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Lets callers who ask for the same thing at the same time share one piece of work. A caller who leaves
 * takes nothing from the others; a failure reaches all who wait, and the next caller starts the work again.
 */
export function singleFlight<Result>(): SingleFlight<Result> {
  const flights = new Map<string, Flight<Result>>();

  function take(key: string, start: (signal: AbortSignal) => Promise<Result>): Flight<Result> {
    const known = flights.get(key);
    if (known) return known;
    const abort = new AbortController();
    const flight: Flight<Result> = { result: start(abort.signal).finally(() => land(key, flight)), abort, waiting: 0 };
    // Everyone may have left by the time it fails.
    flight.result.catch(() => undefined);
    flights.set(key, flight);
    return flight;
  }

  function land(key: string, flight: Flight<Result>): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  return async (key, signal, start) => {
    signal.throwIfAborted();
    const flight = take(key, start);
    flight.waiting += 1;
    try {
      return await unlessAborted(flight.result, signal);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        land(key, flight);
        flight.abort.abort();
      }
    }
  };
}

function unlessAborted<Result>(result: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    void result.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}
