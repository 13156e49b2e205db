import cliProgress from 'cli-progress';

import { duration, pace, type Pace } from './pace.ts';

export interface ProgressState {
  readonly done: number;
  readonly failed: number;
  /** Undefined while the files are still being counted. */
  readonly total: number | undefined;
}

/** Shows how far a long run is. */
export interface Progress {
  update(state: ProgressState): void;
  /** Something that is worth a line of its own. */
  note(line: string): void;
  end(): void;
}

const LINE_EVERY_MS = 5_000;

/** Says in a line how far it is. */
export type Describe = (state: ProgressState, speed: Pace) => string;

/** A bar on a terminal, a line every few seconds elsewhere. */
export function progress(stream: NodeJS.WriteStream, describe: Describe = progressText): Progress {
  return stream.isTTY ? progressBar(stream, describe) : progressLines(stream, describe);
}

export const silentProgress: Progress = { update: () => undefined, note: () => undefined, end: () => undefined };

function progressBar(stream: NodeJS.WriteStream, describe: Describe): Progress {
  const speed = pace();
  let state: ProgressState = { done: 0, failed: 0, total: undefined };
  const bar = new cliProgress.SingleBar({
    stream,
    hideCursor: true,
    clearOnComplete: true,
    fps: 5,
    barsize: 30,
    format: (options, params) =>
      `${state.total === undefined ? '' : `${cliProgress.Format.BarFormat(params.progress, options)} `}${describe(state, speed)}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
  });
  bar.start(1, 0);
  // The bar hides the cursor: a process that ends at once must give it back.
  const restore = (): void => bar.stop();
  process.once('exit', restore);
  return {
    update(next) {
      state = next;
      speed.note(next.done);
      bar.setTotal(Math.max(next.total ?? 1, 1));
      bar.update(Math.min(next.done, next.total ?? 0));
    },
    note(line) {
      bar.stop();
      stream.write(`${line}\n`);
      bar.start(Math.max(state.total ?? 1, 1), state.done);
    },
    end() {
      process.off('exit', restore);
      bar.stop();
    },
  };
}

function progressLines(stream: NodeJS.WriteStream, describe: Describe): Progress {
  const speed = pace();
  let lastAt = performance.now();
  return {
    update(state) {
      speed.note(state.done);
      if (performance.now() - lastAt < LINE_EVERY_MS) return;
      lastAt = performance.now();
      stream.write(`${describe(state, speed)}\n`);
    },
    note: (line) => void stream.write(`${line}\n`),
    end: () => undefined,
  };
}

const WITH_COMMAS = new Intl.NumberFormat('en');

/** `1,200 of 10,000, 85/s, 1 min 44 s left, 2 failed`. */
export function progressText({ done, failed, total }: ProgressState, speed: Pace): string {
  const rate = speed.rate();
  const remainingMs = total === undefined ? undefined : speed.remainingMs(total);
  return [
    total === undefined
      ? `${WITH_COMMAS.format(done)} files`
      : `${WITH_COMMAS.format(done)} of ${WITH_COMMAS.format(Math.max(total, done))}`,
    rate === undefined ? '' : `${rate < 10 ? rate.toFixed(1) : WITH_COMMAS.format(Math.round(rate))}/s`,
    remainingMs === undefined || done >= total! ? '' : `${duration(remainingMs)} left`,
    failed > 0 ? `${WITH_COMMAS.format(failed)} failed` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}
