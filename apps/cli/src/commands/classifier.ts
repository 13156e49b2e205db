import { type Classifier, type ModerationAction, type ReviewExamples } from '@clipgraph/client';
import { Command, InvalidArgumentError, Option } from 'commander';

import { connect, countFrom, withConnection, type ConnectionOptions } from '../connection.ts';
import { CommandError, EXIT, usageError } from '../exit-codes.ts';
import { printable, printJson, printLine, say, table } from '../output.ts';
import { trainingReport } from '../training-report.ts';

const PAGE = 100;
/** Training thousands of examples takes longer than a client usually waits. */
const TRAINING_TIMEOUT_MS = 10 * 60 * 1000;

/** Saved classifiers of a server. */
export function classifierCommand(): Command {
  return new Command('classifier')
    .description('train, list, show and delete saved classifiers')
    .addCommand(trainCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(deleteCommand());
}

interface TrainOptions extends ConnectionOptions {
  readonly collection?: string;
  readonly field?: string;
  readonly filter?: string;
  readonly reviews?: string;
  readonly rule?: string;
  readonly label?: ReviewLabel[];
  readonly json?: true;
}

type ReviewLabel = NonNullable<ReviewExamples['labels']>[number];

const TRAIN_EXAMPLES = `
Examples:
  clipgraph classifier train pets --collection photos --field kind
  clipgraph classifier train weapons --reviews marketplace --rule weapons --label BLOCK=weapon --label ALLOW=fine`;

function trainCommand(): Command {
  return withConnection(new Command('train'))
    .description('train a saved classifier from the assets of a collection, from reviews or both, and save the result as its next version')
    .argument('<name>', 'or name@version')
    .option('--collection <name>', 'whose pictures are examples')
    .option('--field <path>', 'the payload field that holds the name of the class')
    .option('--filter <json>', 'only the assets that pass, as in the API')
    .option('--reviews <policy>', 'what people have decided about verdicts of this policy')
    .option('--rule <name>', 'only reviews for which this rule had passed')
    .option('--label <answer=class>', 'what a decision means; may be repeated', reviewLabels)
    .option('--json', 'print the answer as JSON')
    .addHelpText('after', TRAIN_EXAMPLES)
    .action(async (name: string, options: TrainOptions) => {
      const { collection, field, reviews: policy, rule, label: labels } = options;
      if ((collection === undefined) !== (field === undefined)) throw usageError('--collection and --field go together.');
      if (collection === undefined && policy === undefined) throw usageError('Give --collection and --field, --reviews or all of them.');
      if (policy === undefined && (rule !== undefined || labels)) throw usageError('--rule and --label need --reviews.');
      const filter = options.filter === undefined ? undefined : objectFrom(options.filter);
      const client = connect(options, TRAINING_TIMEOUT_MS);
      const result = await client.trainClassifier({
        name,
        ...(collection !== undefined && field !== undefined && { fromCollection: { collection, field, ...(filter && { filter }) } }),
        ...(policy !== undefined && { fromReviews: { policy, ...(rule !== undefined && { rule }), ...(labels && { labels }) } }),
      });
      if (options.json) return printJson(result);
      printLine(described(result.classifier));
      for (const { key, index, verdictId, error } of result.errors)
        say(`${printable(String(key ?? verdictId ?? index))}: ${error.code}: ${printable(error.message)}`);
      if (result.skipped > 0) say(`${result.skipped} examples were left out.`);
      if (result.truncated) say('There are more reviews than were taken.');
    });
}

/** One `BLOCK=weapon` more; one answer may mean several classes. */
function reviewLabels(text: string, before: ReviewLabel[] = []): ReviewLabel[] {
  const [, action, label] = /^(ALLOW|BLUR|REVIEW|BLOCK)=(.+)$/.exec(text) ?? [];
  if (action === undefined || label === undefined) throw new InvalidArgumentError('It must be such as BLOCK=weapon.');
  const others = before.filter((one) => one.action !== action);
  const same = before.find((one) => one.action === action);
  return [...others, { action: action as ModerationAction, labels: [...(same?.labels ?? []), label] }];
}

function listCommand(): Command {
  return withConnection(new Command('list'))
    .description('show the newest version of each classifier')
    .option('--json', 'print a JSON array')
    .action(async (options: ConnectionOptions & { json?: true }) => {
      const client = connect(options);
      const found: Classifier[] = [];
      for (let page: Classifier[]; ;) {
        page = await client.classifiers({ first: PAGE, ...(found.length > 0 && { after: found.at(-1)!.name }) });
        found.push(...page);
        if (page.length < PAGE) break;
      }
      if (options.json) return printJson(found);
      const rows = found.map(({ name, version, mode, classes, training }) => [name, version, mode, classes.length, training?.kept ?? '']);
      printLine(found.length === 0 ? 'There are no classifiers.' : table(['name', 'version', 'mode', 'classes', 'training'], rows));
    });
}

function showCommand(): Command {
  return withConnection(new Command('show'))
    .description('show a classifier: its classes and how well its training went')
    .argument('<name>')
    .addOption(versionOption('instead of the newest version'))
    .option('--json', 'print a JSON object')
    .action(async (name: string, options: ConnectionOptions & { versionNumber?: number; json?: true }) => {
      const classifier = await connect(options).classifier({ name, ...(options.versionNumber && { version: options.versionNumber }) });
      if (!classifier) throw new CommandError('The server has no such classifier or version.', EXIT.failed);
      if (options.json) printJson(classifier);
      else printLine(described(classifier));
    });
}

function deleteCommand(): Command {
  return withConnection(new Command('delete'))
    .description('delete a classifier with all its versions, or one of them')
    .argument('<name>')
    .addOption(versionOption('this version only'))
    .action(async (name: string, options: ConnectionOptions & { versionNumber?: number }) => {
      const isGone = await connect(options).deleteClassifier({ name, ...(options.versionNumber && { version: options.versionNumber }) });
      if (!isGone) throw new CommandError('The server has no such classifier or version.', EXIT.failed);
      say('Deleted.');
    });
}

function versionOption(what: string): Option {
  return new Option('--version-number <n>', what).argParser(countFrom(1, 999_999_999));
}

function objectFrom(json: string): object {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw usageError('--filter must be a JSON object, such as {"must":[{"match":{"field":"year","value":2026}}]}.');
}

function described({ name, version, mode, classes, training }: Classifier): string {
  const head = `${printable(name)} version ${version}, ${mode}, ${classes.length} classes`;
  if (!training) return `${head}\n${classes.map(({ name }) => `  ${printable(name)}`).join('\n')}`;
  return `${head}\n${trainingReport(training)}`;
}
