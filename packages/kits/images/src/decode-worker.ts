// A process of its own, so that it can be ended in the middle of a decode. Started as .ts (tests) and as .js (built).
import { setPriority } from 'node:os';

import { isPluginError } from '@clipgraph/contracts';
import type { DecodeAnswer, DecodeCall } from './decode-process.ts';
import { configureSharp, decodeHere } from './decode-task.ts';

configureSharp();

process.on('message', async ({ id, job, niceness }: DecodeCall) => {
  try {
    setPriority(niceness);
  } catch {
    // Not every system lets a process do so; it decodes all the same.
  }
  let answer: DecodeAnswer;
  try {
    answer = { id, result: await decodeHere(job) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    answer = { id, error: { message, input: isPluginError(error) ? error.input : undefined } };
  }
  process.send!(answer);
});
// The one who asked is gone.
process.on('disconnect', () => process.exit(0));
