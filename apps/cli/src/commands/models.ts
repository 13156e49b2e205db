import { Command } from 'commander';

import { connect, withConnection, type ConnectionOptions } from '../connection.ts';
import { printJson, printLine, table } from '../output.ts';

export function modelsCommand(): Command {
  return withConnection(new Command('models'))
    .description('list the models that the server has loaded')
    .option('--json', 'print a JSON array')
    .addHelpText('after', '\nExample:\n  clipgraph models')
    .action(async (options: ConnectionOptions & { json?: true }) => {
      const models = await connect(options).models();
      if (options.json) return printJson(models);
      const rows = models.map((model) => [
        model.name,
        model.isDefault ? 'yes' : '',
        model.dimensions,
        `${model.imageSize} px`,
        model.modalities.join(' + ').toLowerCase(),
        model.licence,
      ]);
      printLine(table(['model', 'default', 'dimensions', 'image', 'takes', 'licence'], rows));
    });
}
