import { clipgraph, type ClipgraphClient } from '@clipgraph/client';
import { InvalidArgumentError, Option, type Command } from 'commander';

/** The options of every command that talks to a server. */
export interface ConnectionOptions {
  url: string;
  key?: string;
}

export function withConnection(command: Command): Command {
  return command
    .addOption(new Option('--url <url>', 'address of the server').env('CLIPGRAPH_URL').default('http://127.0.0.1:4000').argParser(httpUrl))
    .addOption(new Option('--key <key>', 'API key; better in the environment, where others cannot see it').env('CLIPGRAPH_API_KEY'));
}

export function connect({ url, key }: ConnectionOptions, timeoutMs?: number): ClipgraphClient {
  return clipgraph({ url, apiKey: key, timeoutMs });
}

function httpUrl(value: string): string {
  const { protocol } = URL.parse(value) ?? {};
  if (protocol !== 'http:' && protocol !== 'https:') throw new InvalidArgumentError('It must begin with http:// or https://.');
  return value.replace(/\/+$/, '');
}

/** For option values: a whole number of at least 1. */
export function countFrom(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!Number.isInteger(number) || number < least || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}
