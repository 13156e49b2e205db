import { readFile, stat } from 'node:fs/promises';

import { isClipgraphError, isInputError, type ClipgraphClient, type Classification } from '@clipgraph/client';
import { Command } from 'commander';

import { connect, countFrom, withConnection, type ConnectionOptions } from '../connection.ts';
import { EXIT, usageError } from '../exit-codes.ts';
import { fileFailure } from '../file-failure.ts';
import { hasImageName } from '../image-names.ts';
import { printable, printJson, printLine, table } from '../output.ts';

/** At most this many go into one request; the API takes 64. */
const BATCH = 16;
/** Of an upload: what is wrong with this image, and with no other. */
const IMAGE_FAULTS = new Set(['EMPTY', 'TOO_LARGE', 'UNSUPPORTED_FORMAT', 'CORRUPT', 'INVALID']);

interface ClassifyOptions extends ConnectionOptions {
  labels?: string[];
  classifier?: string;
  template?: string[];
  anyOf?: true;
  model?: string;
  top: number;
  json?: true;
}

interface Fault {
  readonly code: string;
  readonly message: string;
}
type Outcome = { readonly image: string } & ({ readonly result: Classification } | { readonly error: Fault });

export function classifyCommand(): Command {
  return withConnection(new Command('classify'))
    .description('score images against labels written as text (zero-shot), or a saved classifier')
    .argument('<images and labels...>', 'image files, and the labels to choose from')
    .option('--labels <label...>', 'the labels; every argument is an image then')
    .option('--classifier <name>', 'a saved classifier (pets, or pets@2) instead of labels; every argument is an image then')
    .option('--template <text...>', 'prompts with {label} in them, instead of the model’s own')
    .option('--any-of', 'each label stands alone, instead of exactly one being right')
    .option('--model <name>', 'instead of the default model')
    .option('--top <n>', 'most labels to show for each image', countFrom(1, 1000), 5)
    .option('--json', 'print a JSON array of { image, labels, unknown } or { image, error }')
    .addHelpText(
      'after',
      `
Without --labels, an argument whose name ends in .jpg, .jpeg, .png, .webp, .gif or .avif is an image, and every other
one is a label. An image that does not exist is an error, never a label.

Examples:
  clipgraph classify a.jpg cat dog
  clipgraph classify *.jpg --labels "a cat" "a dog" --json
  clipgraph classify *.jpg --classifier pets`,
    )
    .action(async (given: string[], options: ClassifyOptions) => {
      const { images, labels } =
        options.classifier === undefined ? sortArguments(given, options.labels) : { images: imagesOnly(given, options), labels: [] };
      for (const image of images) await checkFile(image);
      const client = connect(options);
      const outcomes: Outcome[] = [];
      for (let i = 0; i < images.length; i += BATCH) {
        outcomes.push(...(await classifyBatch(client, images.slice(i, i + BATCH), labels, options)));
      }
      if (options.json) printJson(outcomes.map(asJson));
      else printLine(outcomes.map((outcome) => asText(outcome, images.length > 1)).join('\n\n'));
      if (outcomes.some((outcome) => 'error' in outcome)) process.exitCode = EXIT.failed;
    });
}

/** All arguments, for a saved classifier: nothing else may be said of its question. */
function imagesOnly(given: string[], { labels, template, anyOf }: ClassifyOptions): string[] {
  if (labels || template || anyOf) throw usageError('A saved classifier has its own labels, templates and mode.');
  return given;
}

/** The rule that `--help` tells. */
export function sortArguments(
  given: readonly string[],
  labelOption: readonly string[] | undefined,
): { images: string[]; labels: string[] } {
  const images = labelOption ? [...given] : given.filter(hasImageName);
  const labels = labelOption ? [...labelOption] : given.filter((argument) => !hasImageName(argument));
  if (images.length === 0) throw usageError('Give at least one image file.');
  if (labels.length === 0) throw usageError('Give at least one label, for example: clipgraph classify a.jpg cat dog');
  return { images, labels };
}

async function checkFile(image: string): Promise<void> {
  const stats = await stat(image).catch((error: unknown) => {
    throw usageError(`${image}: ${fileFailure(error).message}`);
  });
  if (!stats.isFile()) throw usageError(`${image}: This is not a file.`);
}

async function classifyBatch(client: ClipgraphClient, images: string[], labels: string[], options: ClassifyOptions): Promise<Outcome[]> {
  const uploads = await Promise.all(images.map((image) => uploadOne(client, image)));
  const uploaded = uploads.filter((upload) => typeof upload === 'string');
  const results =
    uploaded.length === 0
      ? []
      : await client.classify({
          images: uploaded.map((uploadId) => ({ uploadId })),
          ...(options.classifier === undefined
            ? { by: { labels }, mode: options.anyOf ? 'ANY_OF' : 'ONE_OF' }
            : { by: { classifier: options.classifier } }),
          top: options.top,
          ...(options.model !== undefined && { model: options.model }),
          ...(options.template && { templates: options.template }),
        });
  await Promise.all(uploaded.map((uploadId) => client.deleteUpload(uploadId).catch(() => undefined)));
  let next = 0;
  return images.map((image, i) => {
    const upload = uploads[i]!;
    if (typeof upload !== 'string') return { image, error: upload };
    const result = results[next++]!;
    return isInputError(result) ? { image, error: { code: result.code, message: result.message } } : { image, result };
  });
}

async function uploadOne(client: ClipgraphClient, image: string): Promise<string | Fault> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(image);
  } catch (error) {
    return fileFailure(error);
  }
  try {
    return (await client.upload(bytes)).uploadId;
  } catch (error) {
    if (isClipgraphError(error) && IMAGE_FAULTS.has(error.code)) return { code: error.code, message: error.message };
    throw error;
  }
}

function asJson(outcome: Outcome): object {
  if ('error' in outcome) return outcome;
  const { labels, unknown, model } = outcome.result;
  return { image: outcome.image, labels, unknown, model: model.name };
}

function asText(outcome: Outcome, named: boolean): string {
  const head = named ? `${printable(outcome.image)}\n` : '';
  if ('error' in outcome) return `${printable(outcome.image)}\n${outcome.error.code}: ${printable(outcome.error.message)}`;
  const { labels, unknown } = outcome.result;
  const rows = labels.map(({ label, probability, cosine }) => [label, `${(probability * 100).toFixed(1)} %`, cosine.toFixed(4)]);
  const doubt = unknown ? '\nNone of the labels fits better than everyday prompts do.' : '';
  return head + table(['label', 'probability', 'cosine'], rows) + doubt;
}
