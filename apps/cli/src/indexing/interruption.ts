/** One press can arrive twice: from the terminal and from the npm that started us. */
const SAME_PRESS_MS = 400;

export interface Interruption {
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** Gives Ctrl-C back its usual meaning. */
  dispose(): void;
}

/** The first Ctrl-C (or SIGTERM) calls `onFirst` and aborts the signal; the second one ends the process at once. */
export function interruption(onFirst: () => void): Interruption {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      controller.abort(new DOMException('Stopped.', 'AbortError'));
      onFirst();
    } else if (performance.now() - firstAt > SAME_PRESS_MS) {
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    },
  };
}
