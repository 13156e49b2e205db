import { stat } from 'node:fs/promises';

import type { ClipgraphError, CropsInput } from '@clipgraph/client';
import { Command, Option } from 'commander';

import { connect, countFrom, withConnection, type ConnectionOptions } from '../connection.ts';
import { EXIT, explain, usageError, type CommandError } from '../exit-codes.ts';
import { fileFailure } from '../file-failure.ts';
import { indexFolder, type Tally } from '../indexing/index-folder.ts';
import { interruption } from '../indexing/interruption.ts';
import { duration } from '../indexing/pace.ts';
import { progress, silentProgress } from '../indexing/progress.ts';
import { countImages } from '../indexing/walk-images.ts';
import { printable, printJson, printLine, say, table } from '../output.ts';

/** A batch of large pictures takes a slow machine a while. */
const REQUEST_TIMEOUT_MS = 120_000;

interface IndexOptions extends ConnectionOptions {
  collection: string;
  model?: string;
  crops?: number;
  keep?: 'pooled' | 'each';
  concurrency: number;
  json?: true;
}

export function indexCommand(): Command {
  return withConnection(new Command('index'))
    .description('add the images of a folder to a collection; again and again, it adds what is new or changed')
    .argument('<folder>', 'folder with images; the ones below it count too')
    .requiredOption('--collection <name>', 'where to; made when there is none of that name')
    .option('--model <name>', 'model of a new collection, instead of the default')
    .option('--crops <levels>', 'a new collection embeds pictures in pieces too: 2 for 5 of each, 3 for 14, 4 for 30', countFrom(2, 4))
    .addOption(
      new Option('--keep <how>', 'with --crops: the vector of each piece (default), or one pooled of all').choices(['pooled', 'each']),
    )
    .option('--concurrency <n>', 'batches in flight', countFrom(1, 32), 3)
    .option('--json', 'print one JSON object at the end: { collection, indexed, skipped, failed, interrupted, seconds }')
    .addHelpText(
      'after',
      `
Takes files named .jpg, .jpeg, .png, .webp, .gif and .avif; hidden ones and links to folders are left out. The key of
each asset is its path below the folder; its payload is { folder, file, bytes, modified }. Files whose bytes are
indexed already are skipped, so that a run that was stopped is resumed by the same command. A server that is busy or
restarting is waited for. With --crops small things in large pictures are found, at the price of so many embeddings; how
a collection embeds is decided when it is made. Ctrl-C finishes what is in flight; a second one ends at once.

Example:
  clipgraph index ~/Pictures --collection photos
  clipgraph index ~/Maps --collection maps --crops 3`,
    )
    .action(index);
}

async function index(folder: string, options: IndexOptions): Promise<void> {
  await checkFolder(folder);
  const crops = cropsOf(options);
  const startedAt = performance.now();
  const tally: Tally = { indexed: 0, skipped: 0, failed: [] };
  const shown = options.json ? silentProgress : progress(process.stderr);
  const stop = interruption(() => shown.note('Finishing what is in flight; Ctrl-C again to end at once.'));
  let total: number | undefined;
  const onProgress = (): void => {
    const done = tally.indexed + tally.skipped + tally.failed.length;
    shown.update({ done, failed: tally.failed.length, total });
  };
  // Beside the work: the work does not wait for the count.
  const ended = new AbortController();
  const counted = countImages(folder, AbortSignal.any([stop.signal, ended.signal])).then((count) => {
    total = count;
  });

  let problem: CommandError | undefined;
  try {
    await indexFolder({
      ...options,
      client: connect(options, REQUEST_TIMEOUT_MS),
      folder,
      model: options.model,
      crops,
      stop: stop.signal,
      tally,
      onProgress,
      onWait: waitNote(shown.note),
    });
  } catch (error) {
    if (!stop.signal.aborted || error !== stop.signal.reason) problem = explain(error, options.url);
  } finally {
    ended.abort();
    await counted;
    shown.end();
    stop.dispose();
  }
  const interrupted = stop.signal.aborted;
  const elapsedMs = performance.now() - startedAt;
  if (options.json) {
    const seconds = Math.round(elapsedMs / 100) / 10;
    printJson({ collection: options.collection, ...tally, interrupted, seconds, ...(problem && { error: problem.message }) });
  } else {
    summarise(tally, options.collection, elapsedMs, interrupted);
  }
  if (problem) throw problem;
  process.exitCode = interrupted ? EXIT.interrupted : tally.failed.length > 0 ? EXIT.failed : EXIT.done;
}

function cropsOf({ crops: levels, keep }: IndexOptions): CropsInput | undefined {
  if (levels !== undefined) return { levels, keep: keep === 'pooled' ? 'POOLED' : 'EACH' };
  if (keep !== undefined) throw usageError('--keep says how crops are kept: give --crops too.');
  return undefined;
}

async function checkFolder(folder: string): Promise<void> {
  const stats = await stat(folder).catch((error: unknown) => {
    throw usageError(`${folder}: ${fileFailure(error).message.replace('The file', 'The folder')}`);
  });
  if (!stats.isDirectory()) throw usageError(`${folder}: This is not a folder.`);
}

/** Says once for each reason that the server is waited for. */
function waitNote(note: (line: string) => void): (error: ClipgraphError) => void {
  const said = new Set<string>();
  return ({ code }) => {
    if (said.has(code)) return;
    said.add(code);
    note(
      code === 'OVERLOADED' ? 'The server is busy; going on as it lets us.' : 'The server does not answer; waiting for it to come back.',
    );
  };
}

function summarise({ indexed, skipped, failed }: Tally, collection: string, elapsedMs: number, interrupted: boolean): void {
  const counts = [`${indexed} indexed`, `${skipped} unchanged`, `${failed.length} failed`].join(', ');
  printLine(`${printable(collection)}: ${counts}, in ${duration(elapsedMs)}.`);
  if (failed.length > 0) {
    say('');
    say(
      table(
        ['failed', 'why', ''],
        failed.map(({ key, code, message }) => [key, code, message]),
      ),
    );
  }
  if (interrupted) say('\nStopped. To resume, run the same command again: what is indexed is skipped.');
}
