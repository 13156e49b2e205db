import { byteText, type InstalledModel } from '@clipgraph/model-library';
import { modelPresets, type ModelPreset } from '@clipgraph/model-registry';
import { Command } from 'commander';

import { installedModels } from '../installed-models.ts';
import { printJson, printLine, table } from '../output.ts';

export function listModelsCommand(): Command {
  return new Command('list')
    .description('list the models that are installed here, and those that can be added')
    .option('--json', 'print one JSON object: { installed, available }, with the source of each fact')
    .addHelpText('after', '\nExample:\n  clipgraph models list')
    .action(async ({ json }: { json?: true }) => {
      const installed = await installedModels().installed();
      if (json) return printJson({ installed, available: modelPresets });
      if (installed.length > 0) {
        printLine(table(['installed', 'precisions', 'dimensions', 'size', 'licence', 'from'], installed.map(installedRow)));
        printLine();
      }
      printLine(table(['available', 'ImageNet', 'dimensions', 'image', 'texts', 'size', 'licence', ''], modelPresets.map(availableRow)));
      printLine('\nImageNet: zero-shot top-1 as published. Size: both graphs, and which smaller precisions there are.');
      printLine('* published as a checkpoint, from which the graphs are built: clipgraph models add <name> --compile int8');
    });
}

function installedRow({ name, precisions, compiled, dimensions, bytes, licence, source }: InstalledModel): string[] {
  const from = source?.repository === undefined ? 'a folder' : `${source.repository}@${source.revision?.slice(0, 8)}`;
  const graphs = precisions
    .map((precision) => (compiled.includes(precision) ? `${precision} (compiled)` : precision || 'plain'))
    .join(', ');
  return [name, graphs, String(dimensions ?? ''), byteText(bytes), licence, from];
}

function availableRow({
  name,
  title,
  imageNet,
  dimensions,
  preprocessing,
  languages,
  graphMegabytes = {},
  licence,
  repository,
}: ModelPreset): string[] {
  const sizes = Object.entries(graphMegabytes).map(
    ([precision, megabytes]) => `${precision === '' ? '' : `:${precision} `}${megabytes} MB`,
  );
  return [
    repository.holds === 'checkpoint' ? `${name} *` : name,
    imageNet === undefined ? '' : `${(imageNet.top1 * 100).toFixed(1)} %`,
    String(dimensions),
    `${preprocessing.imageSize} px`,
    languages,
    sizes.join(', '),
    licence.name,
    title,
  ];
}
