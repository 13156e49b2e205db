import { CommanderError } from 'commander';

import { EXIT, explain } from './exit-codes.ts';
import { say } from './output.ts';
import { clipgraphProgram } from './program.ts';

/**
 * Runs one command, given as its arguments alone, and sets `process.exitCode`. What a command throws for its user is said on
 * stderr; anything else is thrown on.
 */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const program = clipgraphProgram();
  let url: string | undefined;
  program.hook('preAction', (_program, command) => {
    url = command.opts<{ url?: string }>().url;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
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
}
