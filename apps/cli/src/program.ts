import { readFileSync } from 'node:fs';

import { Command } from 'commander';

import { classifyCommand } from './commands/classify.ts';
import { classifierCommand } from './commands/classifier.ts';
import { collectionsCommand } from './commands/collections.ts';
import { copyCommand } from './commands/copy.ts';
import { indexCommand } from './commands/index.ts';
import { migrateCommand } from './commands/migrate.ts';
import { modelsCommand } from './commands/models.ts';
import { newCommand } from './commands/new.ts';
import { recommendCommand } from './commands/recommend.ts';
import { policyCommand } from './commands/policy.ts';
import { searchCommand } from './commands/search.ts';
import { serveCommand } from './commands/serve.ts';
import { verdictsCommand } from './commands/verdicts.ts';
import { EXIT_HELP } from './exit-codes.ts';

/** The command line, ready to parse; it throws instead of ending the process. */
export function clipgraphProgram(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  const program = new Command('clipgraph')
    .description('Images and text in one space: index folders, search them by text or image, classify.')
    .version(version)
    .exitOverride()
    // An option behind a subcommand is the subcommand's.
    .enablePositionalOptions()
    .showHelpAfterError('(add --help for how it is used)')
    .addHelpText(
      'after',
      `
Example:
  clipgraph index ~/Pictures --collection photos
  clipgraph search photos "a red boat"
${EXIT_HELP}`,
    );
  const commands = [
    indexCommand(),
    searchCommand(),
    recommendCommand(),
    classifyCommand(),
    classifierCommand(),
    collectionsCommand(),
    copyCommand(),
    migrateCommand(),
    modelsCommand(),
    newCommand(),
    policyCommand(),
    serveCommand(),
    verdictsCommand(),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
    for (const subcommand of command.commands) subcommand.copyInheritedSettings(command);
  }
  return program;
}
