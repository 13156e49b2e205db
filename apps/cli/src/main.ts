#!/usr/bin/env node
import { CommanderError } from 'commander';

import { EXIT, explain } from './exit-codes.ts';
import { say } from './output.ts';
import { clipgraphProgram } from './program.ts';

// A reader that has seen enough (`clipgraph search … | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(EXIT.done);
  throw error;
});

const program = clipgraphProgram();
let url: string | undefined;
program.hook('preAction', (_program, command) => {
  url = command.opts<{ url?: string }>().url;
});
try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    // It has printed its message already.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  } else {
    const { message, exitCode } = explain(error, url);
    say(`clipgraph: ${message}`);
    process.exitCode = exitCode;
  }
}
