import { Writable } from 'node:stream';

import { pino, type Logger } from 'pino';

export interface CapturedLog {
  readonly logger: Logger;
  /** What was logged at error level or worse so far. */
  errors(): readonly object[];
  /** Everything that was logged so far. */
  lines(): readonly object[];
}

/** A real log whose lines a test can look at. */
export function capturedLog(): CapturedLog {
  const lines: { level: number }[] = [];
  const to = new Writable({
    write(line, _encoding, done) {
      lines.push(JSON.parse(String(line)) as { level: number });
      done();
    },
  });
  return { logger: pino({ level: 'debug' }, to), errors: () => lines.filter(({ level }) => level >= 50), lines: () => lines };
}
