/** Refuses calls for a while after several failed in a row, so that callers do not queue behind a server that is gone. */
export interface CircuitBreaker {
  /** Milliseconds until a call may be tried, 0 for now. After a pause one call is let through at a time. */
  enter(): number;
  succeeded(): void;
  failed(): void;
  /** The call that entered says nothing about the server: its caller left. */
  left(): void;
}

export interface CircuitBreakerOptions {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** The first pause; each failed trial doubles it, up to `maxPauseMs`. */
  readonly pauseMs: number;
  readonly maxPauseMs: number;
  /** A clock in milliseconds that never goes back. */
  readonly now: () => number;
}

export function circuitBreaker({ failures, pauseMs, maxPauseMs, now }: CircuitBreakerOptions): CircuitBreaker {
  let inARow = 0;
  let pause = pauseMs;
  let opensAgainAt = 0;
  let trying = false;
  return {
    enter() {
      if (inARow < failures) return 0;
      const wait = opensAgainAt - now();
      if (wait > 0) return Math.ceil(wait);
      if (trying) return pauseMs;
      trying = true;
      return 0;
    },
    succeeded() {
      inARow = 0;
      pause = pauseMs;
      trying = false;
    },
    failed() {
      inARow++;
      if (trying) pause = Math.min(2 * pause, maxPauseMs);
      trying = false;
      if (inARow >= failures) opensAgainAt = now() + pause;
    },
    left() {
      trying = false;
    },
  };
}
