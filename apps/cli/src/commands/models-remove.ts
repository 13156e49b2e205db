import { Command } from 'commander';

import { CommandError, EXIT } from '../exit-codes.ts';
import { installedModels } from '../installed-models.ts';
import { printLine } from '../output.ts';

export function removeModelCommand(): Command {
  return new Command('remove')
    .description('delete an installed model, or what is there of a stopped download')
    .argument('<name>', 'its name in `models list`')
    .addHelpText(
      'after',
      '\nCollections that it made stay; they can be searched again when it is.\n\nExample:\n  clipgraph models remove b16',
    )
    .action(async (name: string) => {
      if (!(await installedModels().remove(name))) throw new CommandError(`There is no installed model of that name.`, EXIT.failed);
      printLine(`${name} is removed.`);
    });
}
