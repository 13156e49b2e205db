import { readFile } from 'node:fs/promises';

import type { ClipgraphClient, Filter, SearchHit, SearchQuery } from '@clipgraph/client';
import { Command, InvalidArgumentError } from 'commander';

import { connect, countFrom, withConnection, type ConnectionOptions } from '../connection.ts';
import { usageError } from '../exit-codes.ts';
import { fileFailure } from '../file-failure.ts';
import { printJson, printLine, say, table } from '../output.ts';

/** The largest page of the API. */
const PAGE = 100;

interface SearchOptions extends ConnectionOptions {
  image?: string;
  limit: number;
  filter?: Filter;
  json?: true;
}

export function searchCommand(): Command {
  return withConnection(new Command('search'))
    .description('search a collection by a text or by an image')
    .argument('<collection>', 'name of the collection')
    .argument('[text]', 'what to look for')
    .option('--image <file>', 'look for pictures like this one, instead of a text')
    .option('--limit <n>', 'most results', countFrom(1, 1000), 10)
    .option('--filter <json>', 'a Filter of the API: only assets that pass it', filterOf)
    .option('--json', 'print a JSON array of { cosine, key, id, text, payload, imageUrl }')
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
      const hits = await firstHits(client, { collection, query, filter: options.filter, limit: options.limit }).finally(done);
      if (options.json) {
        return printJson(
          hits.map(({ cosine, node: { key, id, text, payload, imageUrl } }) => ({ cosine, key, id, text, payload, imageUrl })),
        );
      }
      if (hits.length === 0) return say('Nothing was found.');
      printLine(
        table(
          ['cosine', 'key'],
          hits.map(({ score, node }) => [score.toFixed(4), node.key]),
        ),
      );
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

interface HitsArgs {
  collection: string;
  query: SearchQuery;
  filter: Filter | undefined;
  limit: number;
}

async function firstHits(client: ClipgraphClient, { collection, query, filter, limit }: HitsArgs): Promise<SearchHit[]> {
  const hits: SearchHit[] = [];
  const args = { collection, query, first: Math.min(limit, PAGE), ...(filter && { filter }) };
  for await (const { edges } of client.searchPages(args)) {
    hits.push(...edges);
    if (hits.length >= limit) break;
  }
  return hits.slice(0, limit);
}

function filterOf(json: string): Filter {
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below, in our words.
  }
  throw new InvalidArgumentError('It must be a JSON object, for example {"must":[{"exists":"folder"}]}.');
}
