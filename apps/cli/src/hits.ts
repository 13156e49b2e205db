import type { Filter, Page, SearchHit } from '@clipgraph/client';
import { type Command, InvalidArgumentError } from 'commander';

import { countFrom } from './connection.ts';
import { printJson, printLine, say, table } from './output.ts';

/** The largest page of the API. */
const PAGE = 100;

/** Options of the commands that print hits. */
export interface HitOptions {
  limit: number;
  filter?: Filter;
  json?: true;
}

export function withHitOptions(command: Command): Command {
  return command
    .option('--limit <n>', 'most results', countFrom(1, 1000), 10)
    .option('--filter <json>', 'a Filter of the API: only assets that pass it', filterOf)
    .option('--json', 'print a JSON array of { score, cosine, key, id, text, payload, imageUrl }');
}

/** As many hits as the limit says, page by page; `pages` takes the size of a page. */
export async function firstHits(pages: (first: number) => AsyncIterable<Page<SearchHit>>, limit: number): Promise<SearchHit[]> {
  const hits: SearchHit[] = [];
  for await (const { edges } of pages(Math.min(limit, PAGE))) {
    hits.push(...edges);
    if (hits.length >= limit) break;
  }
  return hits.slice(0, limit);
}

export function printHits(hits: readonly SearchHit[], { json }: Pick<HitOptions, 'json'>): void {
  if (json) {
    return printJson(
      hits.map(({ score, cosine, node: { key, id, text, payload, imageUrl } }) => ({ score, cosine, key, id, text, payload, imageUrl })),
    );
  }
  if (hits.length === 0) return say('Nothing was found.');
  const number = hits[0]!.cosine === null ? 'score' : 'cosine';
  printLine(
    table(
      [number, 'key'],
      hits.map(({ score, node }) => [score.toFixed(4), node.key]),
    ),
  );
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
