import { runCommandLine } from '../command-line.ts';
import type { Finished } from './processes.ts';

/** Settings of whoever tests, which a command must not see. */
const OF_THE_TESTER = /^(CLIPGRAPH_|HF_|QDRANT_)/;

let last: Promise<unknown> = Promise.resolve();

/**
 * Runs the command line here, with these settings and none of the tester's own: what it reads, prints and ends with is that of a
 * process, without the start of one. One at a time, since they share the streams. For signals, pipes and exits, start a process.
 */
export function runHere(args: readonly string[], settings: Readonly<Record<string, string>> = {}): Promise<Finished> {
  const run = last.then(() => captured(args, settings));
  last = run.catch(() => undefined);
  return run;
}

async function captured(args: readonly string[], settings: Readonly<Record<string, string>>): Promise<Finished> {
  const { env, exitCode } = process;
  const texts = { stdout: '', stderr: '' };
  const restores = (['stdout', 'stderr'] as const).map((name) => capture(process[name], (text) => (texts[name] += text)));
  process.env = { ...Object.fromEntries(Object.entries(env).filter(([name]) => !OF_THE_TESTER.test(name))), ...settings };
  process.exitCode = undefined;
  try {
    await runCommandLine(args);
    return { code: Number(process.exitCode ?? 0), ...texts };
  } finally {
    for (const restore of restores) restore();
    process.env = env;
    process.exitCode = exitCode;
  }
}

/** Hands what is written to `seen` in place of the stream; returns what ends that. */
function capture(stream: NodeJS.WriteStream, seen: (text: string) => void): () => void {
  const { write } = stream;
  stream.write = (chunk: string | Uint8Array, encoding?: unknown, written?: unknown): boolean => {
    seen(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
    const done = [encoding, written].find((argument) => typeof argument === 'function') as (() => void) | undefined;
    if (done) process.nextTick(done);
    return true;
  };
  return () => {
    stream.write = write;
  };
}
