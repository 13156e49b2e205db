import type { Gateway } from './gateway.ts';

/** The first SIGINT or SIGTERM closes the gateway, announced by `say`; a second one ends the process at once. */
export function closeOnSignal(gateway: Gateway, say: (line: string) => void): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(signal === 'SIGINT' ? 130 : 143);
    stopping = true;
    say('Finishing what is under way (again to stop at once) ...');
    void gateway.close();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}
