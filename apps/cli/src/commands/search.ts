import { readFile } from 'node:fs/promises';

import type { ClipgraphClient, SearchQuery } from '@clipgraph/client';
import { Command } from 'commander';

import { connect, withConnection, type ConnectionOptions } from '../connection.ts';
import { usageError } from '../exit-codes.ts';
import { fileFailure } from '../file-failure.ts';
import { firstHits, printHits, withHitOptions, type HitOptions } from '../hits.ts';

interface SearchOptions extends ConnectionOptions, HitOptions {
  image?: string;
}

export function searchCommand(): Command {
  return withHitOptions(withConnection(new Command('search')))
    .description('search a collection by a text or by an image')
    .argument('<collection>', 'name of the collection')
    .argument('[text]', 'what to look for')
    .option('--image <file>', 'look for pictures like this one, instead of a text')
    .addHelpText(
      'after',
      `
Examples:
  clipgraph search photos "a red boat"
  clipgraph search photos --image boat.jpg --limit 3
  clipgraph search photos "a red boat" --filter '{"must":[{"match":{"field":"folder","value":"2026/summer"}}]}'`,
    )
    .action(async (collection: string, text: string | undefined, options: SearchOptions) => {
      const client = connect(options);
      const { query, done } = await queryOf(client, text, options.image);
      const pages = (first: number) => client.searchPages({ collection, query, first, ...(options.filter && { filter: options.filter }) });
      printHits(await firstHits(pages, options.limit).finally(done), options);
    });
}

interface PreparedQuery {
  readonly query: SearchQuery;
  /** Frees what the query holds on the server. */
  readonly done: () => Promise<void>;
}

async function queryOf(client: ClipgraphClient, text: string | undefined, image: string | undefined): Promise<PreparedQuery> {
  if (image === undefined) {
    if (text === undefined) throw usageError('Give a text or --image: what shall be searched for?');
    return { query: { text }, done: async () => undefined };
  }
  if (text !== undefined) throw usageError('Give a text or --image, not both.');
  const bytes = await readFile(image).catch((error: unknown) => {
    throw usageError(`${image}: ${fileFailure(error).message}`);
  });
  const { uploadId } = await client.upload(bytes);
  return { query: { image: { uploadId } }, done: () => client.deleteUpload(uploadId).catch(() => undefined) };
}
