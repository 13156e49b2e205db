import { CommandError, EXIT } from '../exit-codes.ts';
import { interruption } from './interruption.ts';
import type { Progress } from './progress.ts';

/**
 * Runs work that Ctrl-C stops between two steps, and that the same command goes on with; `note` says so at the first
 * press. The progress has ended when it settles. Errors: a CommandError with EXIT.interrupted when it was stopped.
 */
export async function resumable<T>(shown: Progress, note: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = interruption(() => shown.note(note));
  try {
    return await work(stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    throw new CommandError('stopped. The same command goes on from here.', EXIT.interrupted);
  } finally {
    shown.end();
    stop.dispose();
  }
}
