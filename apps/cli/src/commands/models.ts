import { BUNDLED_MODEL } from '@clipgraph/model-registry';
import { Command } from 'commander';

import { connect, withConnection, type ConnectionOptions } from '../connection.ts';
import { printJson, printLine, table } from '../output.ts';
import { addModelCommand } from './models-add.ts';
import { listModelsCommand } from './models-list.ts';
import { removeModelCommand } from './models-remove.ts';

export function modelsCommand(): Command {
  const command = withConnection(new Command('models'))
    .description('list the models that the server has loaded; add, remove or list installed ones')
    .option('--json', 'print a JSON array')
    .addHelpText('after', '\nExample:\n  clipgraph models\n  clipgraph models add clip-vit-base-patch32:quantized')
    .action(loadedModels);
  for (const subcommand of [addModelCommand(), listModelsCommand(), removeModelCommand()]) command.addCommand(subcommand);
  return command;
}

async function loadedModels(options: ConnectionOptions & { json?: true }): Promise<void> {
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
  if (models.every(({ name }) => name === BUNDLED_MODEL))
    printLine(`\n${BUNDLED_MODEL} is small and for a first try. Full ones: clipgraph models list, clipgraph models add <name>`);
}
