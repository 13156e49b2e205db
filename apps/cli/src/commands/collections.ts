import { Command } from 'commander';

import { connect, withConnection, type ConnectionOptions } from '../connection.ts';
import { printJson, printLine, say, table } from '../output.ts';

export function collectionsCommand(): Command {
  return withConnection(new Command('collections'))
    .description('list the collections and how many assets each has')
    .option('--json', 'print a JSON array')
    .addHelpText('after', '\nExample:\n  clipgraph collections')
    .action(async (options: ConnectionOptions & { json?: true }) => {
      const collections = await connect(options).collections();
      if (options.json) return printJson(collections);
      if (collections.length === 0) return say('There are no collections yet. Make one with: clipgraph index <folder> --collection <name>');
      const rows = collections.map(({ name, count, modelName, model }) => [name, count, model ? modelName : `${modelName} (not loaded)`]);
      printLine(table(['collection', 'assets', 'model'], rows));
    });
}
