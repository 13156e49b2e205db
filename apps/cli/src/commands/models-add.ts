import { byteText, type CompiledPrecision, type CompileStep, type ModelFacts, type TowerCheck } from '@clipgraph/model-library';
import { modelFamilies } from '@clipgraph/model-registry';
import { Command, InvalidArgumentError, Option } from 'commander';

import { duration, type Pace } from '../indexing/pace.ts';
import { progress, silentProgress, type ProgressState } from '../indexing/progress.ts';
import { resumable } from '../indexing/resumable.ts';
import { installedModels } from '../installed-models.ts';
import { printable, printJson, printLine } from '../output.ts';

const FAMILIES = modelFamilies.map(({ name }) => name);
const CLEANINGS = ['clip', 'canonical', 'lowercase', 'plain'];

interface AddModelOptions extends FactOptions {
  as?: string;
  preset?: string;
  precision?: string;
  compile?: CompiledPrecision;
  json?: true;
}

/** What the model's files do not say. */
interface FactOptions {
  family?: string;
  logitScale?: number;
  logitBias?: number;
  template?: string[];
  contextLength?: number;
  padding?: NonNullable<ModelFacts['padding']>;
  cleaning?: NonNullable<ModelFacts['cleaning']>;
}

export function addModelCommand(): Command {
  return new Command('add')
    .description('install a model here, from a model hub or a folder')
    .argument('<model>', 'a name of `models list`, owner/repo[@revision], or a folder; :precision behind the first two')
    .option('--as <name>', 'install it under another name')
    .option('--preset <name>', 'what it is an export of, as `models list` names it')
    .option('--precision <name>', 'which graphs: quantized, fp16 ...; of a folder, all of them without it')
    .addOption(
      new Option('--compile <precision>', "build the graphs from the checkpoint's weights (model.safetensors)").choices(['fp32', 'int8']),
    )
    .addOption(new Option('--family <name>', 'what it is, or is used like, where its config.json does not say').choices(FAMILIES))
    .option('--logit-scale <number>', 'the scale that it was trained to', finite)
    .option('--logit-bias <number>', 'the bias, of a model that scores each label alone', finite)
    .option('--template <text...>', 'prompts, each with {label} once')
    .option('--context-length <tokens>', 'most tokens of a text', finite)
    .addOption(new Option('--padding <how>', 'whether its text tower sees the padding').choices(['trim', 'full']))
    .addOption(new Option('--cleaning <how>', 'what happens to a text before its tokenizer').choices(CLEANINGS))
    .option('--json', 'print one JSON object: { name, licence, revision, isNew, tried, compiled? }')
    .addHelpText(
      'after',
      `
Downloads the two graphs of one precision with what belongs to them, checks each file's size and hash, and writes down
revision and licence. Before it is installed, both towers run once: what they give must be vectors of one length, and different ones
for different pictures and texts. With --compile it takes the checkpoint instead, builds the graphs, compares them with the plain ones of the
same weights, and refuses them when they differ more than their precision may. A download that was stopped is resumed by the same command. What is there already stays.

Goes to CLIPGRAPH_MODELS_DIR (./models). The hub is HF_ENDPOINT (https://huggingface.co); HF_TOKEN opens private models.

Example:
  clipgraph models add clip-vit-base-patch32:quantized
  clipgraph models add Xenova/clip-vit-base-patch16@main --as b16
  clipgraph models add ./exported --preset laion-vit-b-32
  clipgraph models add laion-vit-b-32 --compile int8
  clipgraph models add ./chinese-clip --logit-scale 100`,
    )
    .action(addModel);
}

async function addModel(source: string, options: AddModelOptions): Promise<void> {
  const shown = options.json ? silentProgress : progress(process.stderr, downloadText);
  let total = 0;
  const added = await resumable(shown, 'Stopping; Ctrl-C again to end at once.', (signal) =>
    installedModels().add(source, {
      ...options,
      facts: factsOf(options),
      signal,
      onStart({ name, licence, files, bytes }) {
        total = bytes;
        shown.note(`${printable(name)}: ${files} files, ${byteText(bytes)}, licence: ${printable(licence)}`);
      },
      onProgress: (done) => shown.update({ done, failed: 0, total }),
      onStep: (step) => shown.note(stepText(step)),
      onTrial: (choice) => shown.note(`running ${printable(choice)} once`),
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
  const [first, ...others] = added.tried ?? [];
  if (!added.isNew || !first) return;
  if (!first.modalities.includes('text')) printLine('It has no text tower: it embeds pictures only.');
  if (first.choice !== added.name && !options.compile && !isAskedFor(source, options))
    printLine('It has no plain graphs, only smaller ones.');
  printLine(`Start with it: CLIPGRAPH_MODEL=${printable(first.choice)} npm start`);
  if (others.length > 0) printLine(`Its other precisions: ${others.map(({ choice }) => printable(choice)).join(', ')}`);
}

/** Whether a precision was named. */
function isAskedFor(source: string, { precision }: AddModelOptions): boolean {
  return precision !== undefined || /^[^./\\~].*:[a-z0-9]{1,16}$/.test(source);
}

function factsOf({ family, logitScale, logitBias, template: templates, contextLength, padding, cleaning }: FactOptions): ModelFacts {
  const facts = { family, logitScale, logitBias, templates, contextLength, padding, cleaning };
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

function finite(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('It must be a number.');
  return number;
}

function stepText({ tower, doing }: CompileStep): string {
  return doing === 'building' ? `building the ${tower} tower` : `checking the ${tower} tower against the plain one`;
}

function checkText({ largestDifference, worstCosine }: TowerCheck): string {
  return `largest difference ${largestDifference.toExponential(1)}, worst cosine ${worstCosine.toFixed(6)}`;
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
