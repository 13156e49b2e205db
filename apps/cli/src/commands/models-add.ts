import { byteText, type CompiledPrecision, type CompileStep, type TowerCheck } from '@clipgraph/model-library';
import { Command, Option } from 'commander';

import { duration, type Pace } from '../indexing/pace.ts';
import { progress, silentProgress, type ProgressState } from '../indexing/progress.ts';
import { resumable } from '../indexing/resumable.ts';
import { installedModels } from '../installed-models.ts';
import { printable, printJson, printLine } from '../output.ts';

interface AddModelOptions {
  as?: string;
  preset?: string;
  compile?: CompiledPrecision;
  json?: true;
}

export function addModelCommand(): Command {
  return new Command('add')
    .description('install a model here, from a model hub or a folder')
    .argument('<model>', 'a name of `models list`, owner/repo[@revision], or a folder; :precision behind the first two')
    .option('--as <name>', 'install it under another name')
    .option('--preset <name>', 'what it is an export of, as `models list` names it')
    .addOption(
      new Option('--compile <precision>', "build the graphs from the checkpoint's weights (model.safetensors)").choices(['fp32', 'int8']),
    )
    .option('--json', 'print one JSON object: { name, licence, revision, isNew, compiled? }')
    .addHelpText(
      'after',
      `
Downloads the two graphs of one precision with what belongs to them, checks each file's size and hash, and writes down
revision and licence. With --compile it takes the checkpoint instead, builds the graphs, compares them with the plain ones of the
same weights, and refuses them when they differ more than their precision may. A download that was stopped is resumed by the same command. What is there already stays.

Goes to CLIPGRAPH_MODELS_DIR (./models). The hub is HF_ENDPOINT (https://huggingface.co); HF_TOKEN opens private models.

Example:
  clipgraph models add clip-vit-base-patch32:quantized
  clipgraph models add Xenova/clip-vit-base-patch16@main --as b16
  clipgraph models add ./exported --preset laion-vit-b-32
  clipgraph models add laion-vit-b-32 --compile int8`,
    )
    .action(addModel);
}

async function addModel(source: string, options: AddModelOptions): Promise<void> {
  const shown = options.json ? silentProgress : progress(process.stderr, downloadText);
  let total = 0;
  const added = await resumable(shown, 'Stopping; Ctrl-C again to end at once.', (signal) =>
    installedModels().add(source, {
      ...options,
      signal,
      onStart({ name, licence, files, bytes }) {
        total = bytes;
        shown.note(`${printable(name)}: ${files} files, ${byteText(bytes)}, licence: ${printable(licence)}`);
      },
      onProgress: (done) => shown.update({ done, failed: 0, total }),
      onStep: (step) => shown.note(stepText(step)),
    }),
  );
  if (options.json) return printJson(added);
  const name = printable(added.name);
  const facts = [`licence: ${printable(added.licence)}`, ...(added.revision === undefined ? [] : [`commit ${added.revision.slice(0, 8)}`])];
  printLine(`${name} is installed${added.isNew ? '' : ' already'} (${facts.join(', ')}).`);
  if (added.compiled) {
    printLine(`image tower against the plain one: ${checkText(added.compiled.image)}`);
    printLine(`text tower against the plain one:  ${checkText(added.compiled.text)}`);
  }
  const precision = options.compile ? `:${options.compile}` : precisionOf(source);
  if (added.isNew) printLine(`Start with it: CLIPGRAPH_MODEL=${name}${precision} npm start`);
}

function stepText({ tower, doing }: CompileStep): string {
  return doing === 'building' ? `building the ${tower} tower` : `checking the ${tower} tower against the plain one`;
}

function checkText({ largestDifference, worstCosine }: TowerCheck): string {
  return `largest difference ${largestDifference.toExponential(1)}, worst cosine ${worstCosine.toFixed(6)}`;
}

/** `:quantized`, as it was asked for. */
function precisionOf(source: string): string {
  return /^[^./\\~].*(:[a-z0-9]{1,16})$/.exec(source)?.[1] ?? '';
}

/** `34.1 MB of 153.6 MB, 12.3 MB/s, 10 s left`. */
function downloadText({ done, total = 0 }: ProgressState, speed: Pace): string {
  const rate = speed.rate();
  const remainingMs = speed.remainingMs(total);
  return [
    `${byteText(done)} of ${byteText(total)}`,
    rate === undefined ? '' : `${byteText(rate)}/s`,
    remainingMs === undefined || done >= total ? '' : `${duration(remainingMs)} left`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
