import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { isClipgraphError, type ModerationAction, type VerdictFilter } from '@clipgraph/client';
import { Command, Option } from 'commander';

import { connect, withConnection, type ConnectionOptions } from '../connection.ts';
import { usageError } from '../exit-codes.ts';
import { verdictTable } from '../verdicts/verdict-table.ts';

interface ExportOptions extends ConnectionOptions, VerdictFilter {
  format: 'ndjson' | 'csv';
  out?: string;
}

/** The audit of moderation. */
export function verdictsCommand(): Command {
  return new Command('verdicts').description('the record of moderation').addCommand(exportCommand());
}

function exportCommand(): Command {
  return (
    withConnection(new Command('export'))
      .description('write verdicts to a file, newest first')
      .addOption(new Option('--format <format>', 'with every score, or as a table').choices(['ndjson', 'csv']).default('ndjson'))
      .option('--from <instant>', 'at this instant or after it, as 2026-01-01T00:00:00Z')
      .option('--to <instant>', 'before this instant')
      .option('--policy <name>')
      // The server knows which actions there are, and says so.
      .option('--actions <actions>', 'some of ALLOW,BLUR,REVIEW,BLOCK', (names) => names.split(',') as ModerationAction[])
      .option('--rule <name>', 'a rule that passed, shadow or not')
      .addOption(new Option('--review <state>', 'only those that ask for a review').choices(['OPEN', 'RESOLVED']))
      .option('--out <file>', 'instead of stdout; written when it is whole')
      .addHelpText(
        'after',
        '\nExample:\n  clipgraph verdicts export --format csv --policy marketplace --actions REVIEW,BLOCK --out verdicts.csv',
      )
      .action(async ({ format, out, url, key, ...filter }: ExportOptions) => {
        const ndjson = connect({ url, ...(key !== undefined && { key }) }).exportVerdicts({ filter });
        const content = format === 'csv' ? verdictTable(ndjson) : ndjson;
        if (out === undefined) await pipeline(Readable.from(content), process.stdout, { end: false });
        else await writeWhole(out, content);
      })
  );
}

/** Under another name until it is whole, so that what breaks off in the middle replaces nothing. */
async function writeWhole(file: string, content: AsyncIterable<Uint8Array | string>): Promise<void> {
  const partial = `${file}.partial`;
  try {
    await pipeline(Readable.from(content), createWriteStream(partial));
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    if (isClipgraphError(error)) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw usageError(`${file}: The file cannot be written (${code}).`);
  }
}
