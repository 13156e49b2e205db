import { Command } from 'commander';

import type { Copied } from '../copying/copy-all.ts';
import type { Address } from '../copying/places.ts';
import { EXIT, usageError } from '../exit-codes.ts';
import { progress, silentProgress } from '../indexing/progress.ts';
import { resumable } from '../indexing/resumable.ts';
import { printJson, printLine, table } from '../output.ts';

interface CopyCommandOptions {
  from?: string;
  to: string;
  tenant?: string;
  dryRun?: true;
  json?: true;
}

export function copyCommand(): Command {
  return new Command('copy')
    .description('copy collections between the embedded store, Qdrant and other data folders, and compare both sides')
    .argument('[collections...]', 'names; without any, all of them')
    .requiredOption('--to <place>', 'qdrant, sqlite, or a data folder')
    .option('--from <place>', 'the same; when left out, sqlite, or with --to sqlite, qdrant')
    .option('--tenant <name>', 'collections of a tenant, on both sides')
    .option('--dry-run', 'write nothing; say what would be copied')
    .option('--json', 'print one JSON object: { collections, dryRun, equal }')
    .addHelpText(
      'after',
      `
qdrant is what QDRANT_URL and the other QDRANT_ settings say, sqlite the embedded store in CLIPGRAPH_DATA_DIR (./data). A
data folder is used by one process at a time: stop the server first.

Records keep their keys, payloads, texts, vectors and dates. What the target has already is not written again, so that a
copy that was stopped is resumed by the same command; what it has under the same key with other content is replaced, and
what only the target has stays. A collection of another model there is refused. At the end both sides are read again and
compared, and the exit code is 1 unless they are equal. Pictures go along between data folders; classifiers, policies
and verdicts stay where they are.

Example:
  QDRANT_URL=http://127.0.0.1:6333 clipgraph copy --to qdrant --dry-run
  QDRANT_URL=http://127.0.0.1:6333 clipgraph copy photos --to qdrant`,
    )
    .action(copy);
}

async function copy(names: string[], options: CopyCommandOptions): Promise<void> {
  const { from, to } = await addresses(options);
  const { copyAll } = await import('../copying/copy-all.ts');
  const dryRun = options.dryRun ?? false;
  const shown = options.json ? silentProgress : progress(process.stderr);
  const copied = await resumable(shown, 'Finishing what is being written; Ctrl-C again to end at once.', (signal) =>
    copyAll({
      from,
      to,
      names,
      dryRun,
      signal,
      onProgress: (done, total) => shown.update({ done, total, failed: 0 }),
    }),
  );
  const equal = copied.every(({ comparison, missingPictures }) => comparison?.equal !== false && missingPictures === 0);
  if (options.json) printJson({ collections: copied, dryRun, ...(!dryRun && { equal }) });
  else for (const line of report(copied, dryRun)) printLine(line);
  process.exitCode = equal ? EXIT.done : EXIT.failed;
}

async function addresses({ from, to, tenant }: CopyCommandOptions): Promise<{ from: Address; to: Address }> {
  // Here and not above: the other commands need not load a model runtime.
  const { isTenantName, readConfig, tenantFolder } = await import('@clipgraph/gateway');
  const { qdrantFromEnvironment } = await import('@clipgraph/store-qdrant');
  const { addressOf } = await import('../copying/places.ts');
  if (tenant !== undefined && !isTenantName(tenant)) throw usageError('--tenant: a tenant is named by 1 to 32 of a-z, 0-9 and -.');
  const problems: string[] = [];
  const { dataDir } = readConfig(process.env, problems);
  const places = { dataDir: tenantFolder(dataDir, tenant), qdrant: qdrantFromEnvironment(process.env, tenant) };
  if (problems.length > 0) throw usageError(problems.join('\n'));
  const source = addressOf(from ?? (to === 'sqlite' ? 'qdrant' : 'sqlite'), places);
  const target = addressOf(to, places);
  if (source.id === target.id) throw usageError('--from and --to are the same place.');
  return { from: source, to: target };
}

function* report(copied: readonly Copied[], dryRun: boolean): Generator<string> {
  if (copied.length === 0) return yield 'There are no collections to copy.';
  yield table(
    ['collection', dryRun ? 'would be added' : 'added', 'replaced', 'there already'],
    copied.map(({ name, added, replaced, same }) => [name, added, replaced, same]),
  );
  for (const { name, comparison, missingPictures } of copied) {
    if (missingPictures > 0) yield `\n${name}: ${missingPictures} pictures are not in the source, or damaged there.`;
    if (!comparison) continue;
    const { source, target, otherVectors, farthest, equal } = comparison;
    if (equal)
      yield `\n${name}: equal. ${source.records} records, checksum ${source.checksum}; vectors differ by ${farthest.toPrecision(2)} at most.`;
    else {
      yield `\n${name}: NOT equal.`;
      yield `  source: ${source.records} records, checksum ${source.checksum}`;
      yield `  target: ${target.records} records, checksum ${target.checksum}`;
      yield `  records with other vectors, or none: ${otherVectors}`;
    }
  }
}
