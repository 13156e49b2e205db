import { setTimeout as sleep } from 'node:timers/promises';

import type { ClipgraphClient } from '@clipgraph/client';
import { Command, Option } from 'commander';

import { connect, withConnection, type ConnectionOptions } from '../connection.ts';
import { CommandError, EXIT, usageError } from '../exit-codes.ts';
import { interruption } from '../indexing/interruption.ts';
import { progress, silentProgress } from '../indexing/progress.ts';
import { printable, printJson, printLine, say, table } from '../output.ts';

const ASK_EVERY_MS = 500;
const FAILURES = 1000;

interface MigrateOptions extends ConnectionOptions {
  model?: string;
  allowFailures?: true;
  undo?: true;
  cancel?: true;
  forget?: true;
  status?: true;
  detach?: true;
  json?: true;
}

interface Migration {
  readonly state: 'RUNNING' | 'STOPPED' | 'SWITCHED' | 'CANCELLED' | 'UNDONE' | 'CONFIRMED';
  readonly fromModel: string;
  readonly toModel: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly failures: readonly { readonly key: string; readonly code: string; readonly message: string }[];
  readonly problem: string | null;
}

export function migrateCommand(): Command {
  return withConnection(new Command('migrate'))
    .description('embed a collection with another model, and switch to it')
    .argument('<collection>', 'name of the collection')
    .addOption(exclusive('--model <name>', 'the model to go to; the server must have loaded it'))
    .addOption(exclusive('--undo', 'go back to the vectors from before the switch'))
    .addOption(exclusive('--cancel', 'end a migration that has not switched'))
    .addOption(exclusive('--forget', 'delete the vectors from before the switch'))
    .addOption(exclusive('--status', 'say how far the last migration is'))
    .option('--allow-failures', 'switch without the assets that fail')
    .option('--detach', 'begin, and do not wait for the end')
    .option('--json', 'print one JSON object: { state, fromModel, toModel, total, done, failed, failures, problem }')
    .addHelpText(
      'after',
      `
The server works in the background, also when this command is stopped or the server starts again; the collection answers
from its old vectors until it switches. Assets that fail keep it from switching and are named.

Examples:
  clipgraph migrate photos --model clip-vit-base-patch32:quantized
  clipgraph migrate photos --undo
  clipgraph migrate photos --forget`,
    )
    .action(migrate);
}

/** One of the options of which a command has one. */
function exclusive(flags: string, description: string): Option {
  const others = ['model', 'undo', 'cancel', 'forget', 'status'].filter((name) => !flags.startsWith(`--${name}`));
  return new Option(flags, description).conflicts(others);
}

async function migrate(collection: string, options: MigrateOptions): Promise<void> {
  const client = connect(options);
  let migration = await begun(client, collection, options);
  if (!options.detach && !options.status) migration = await finished(client, collection, migration, options);
  if (options.json) printJson(migration);
  else print(collection, migration);
  if (migration.state === 'STOPPED' && !options.status) process.exitCode = EXIT.failed;
}

async function begun(client: ClipgraphClient, collection: string, options: MigrateOptions): Promise<Migration> {
  const { model, undo, cancel, forget, status, allowFailures = false } = options;
  if (model !== undefined) return asked(client, 'migrateCollection', { collection, model, allowFailures });
  if (undo) return asked(client, 'undoMigration', { collection, allowFailures });
  if (allowFailures) throw usageError('--allow-failures goes with --model or --undo.');
  if (cancel) return asked(client, 'cancelMigration', { collection });
  if (forget) return asked(client, 'confirmMigration', { collection });
  if (!status) throw usageError('Give one of --model, --undo, --cancel, --forget and --status.');
  return lastOf(client, collection);
}

/** Waits until it has ended, and shows how far it is. */
async function finished(client: ClipgraphClient, collection: string, begun: Migration, { json }: MigrateOptions): Promise<Migration> {
  const shown = json ? silentProgress : progress(process.stderr);
  const stop = interruption(() => undefined);
  try {
    for (let migration = begun; ; migration = await lastOf(client, collection)) {
      if (migration.state !== 'RUNNING') return migration;
      shown.update(migration);
      await sleep(ASK_EVERY_MS, undefined, { signal: stop.signal }).catch(() => {
        throw new CommandError(
          `stopped waiting. The migration goes on; to end it: clipgraph migrate ${collection} --cancel`,
          EXIT.interrupted,
        );
      });
    }
  } finally {
    shown.end();
    stop.dispose();
  }
}

const FIELDS = `state fromModel toModel total done failed failures(first: ${FAILURES}) { key code message } problem`;
const ARGUMENTS = {
  migrateCollection: '$collection: String!, $model: String!, $allowFailures: Boolean',
  undoMigration: '$collection: String!, $allowFailures: Boolean',
  cancelMigration: '$collection: String!',
  confirmMigration: '$collection: String!',
} as const;

async function asked(client: ClipgraphClient, mutation: keyof typeof ARGUMENTS, variables: Record<string, unknown>): Promise<Migration> {
  const given = Object.keys(variables).map((name) => `${name}: $${name}`);
  const document = `mutation (${ARGUMENTS[mutation]}) { migration: ${mutation}(${given.join(', ')}) { ${FIELDS} } }`;
  return (await client.query<{ migration: Migration }>(document, variables)).migration;
}

async function lastOf(client: ClipgraphClient, collection: string): Promise<Migration> {
  const document = `query ($collection: String!) { migration(collection: $collection) { ${FIELDS} } }`;
  const { migration } = await client.query<{ migration: Migration | null }>(document, { collection });
  if (!migration) throw new CommandError('The collection has no migration.', EXIT.failed);
  return migration;
}

function print(collection: string, { state, fromModel, toModel, total, done, failures, problem }: Migration): void {
  const name = printable(collection);
  const texts: Record<Migration['state'], string> = {
    RUNNING: `${name}: ${done} of ${total} assets have vectors of ${toModel}; ${fromModel} answers.`,
    STOPPED: `${name}: not switched, ${fromModel} answers; ${done} of ${total} assets have vectors of ${toModel}.`,
    SWITCHED: `${name}: ${toModel} answers, with ${done} of ${total} assets. The vectors of ${fromModel} are kept; --undo goes back, --forget deletes them.`,
    CANCELLED: `${name}: cancelled, ${fromModel} answers.`,
    UNDONE: `${name}: undone, ${toModel} answers.`,
    CONFIRMED: `${name}: ${toModel} answers; the vectors of ${fromModel} are deleted.`,
  };
  printLine(printable(texts[state]));
  if (problem !== null) say(printable(problem));
  if (failures.length === 0) return;
  const rows = failures.map(({ key, code, message }) => [key, code, message]);
  say(`\n${table(['failed', 'why', ''], rows)}`);
  if (state === 'STOPPED') say('\nPut these right and give the same command again, or add --allow-failures to go on without them.');
}
