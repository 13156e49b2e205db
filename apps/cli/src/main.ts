#!/usr/bin/env node
import { runCommandLine } from './command-line.ts';
import { EXIT } from './exit-codes.ts';

// A reader that has seen enough (`clipgraph search … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

await runCommandLine(process.argv.slice(2));
