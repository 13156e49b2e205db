import type { Gateway } from './gateway.ts';

/** For what comes after the last request: jobs and models end, databases are closed. */
const FREEING_MS = 5_000;

/**
 * The first SIGINT or SIGTERM closes the gateway, announced by `say`; a second one ends the process at once. What does not close is
 * said too, and the process ends with code 1.
 */
export function closeOnSignal(gateway: Gateway, say: (line: string) => void): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    say('Finishing what is under way (again to stop at once) ...');
    // Native work that cannot be ended, such as a large picture's decoding, would keep the process.
    const { stopLeadMs, stopLimitMs } = gateway.config;
    setTimeout(() => process.exit(1), stopLeadMs + stopLimitMs + FREEING_MS).unref();
    gateway.close().catch((error: unknown) => {
      say(`Not everything was closed: ${error instanceof Error ? error.message : String(error)}`);
      process.exit(1);
    });
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
