/** A signal that aborts a while after it was last set again. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal;
  /** Counts from now. */
  reset(): void;
}

export function deadline(ms: number): Deadline {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new DOMException('The work was not finished in time.', 'TimeoutError')), ms);
  return {
    signal: late.signal,
    reset: () => void timer.refresh(),
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}
