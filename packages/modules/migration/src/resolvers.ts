import { priced, PRICES, type EmbedderSet } from '@clipgraph/module-kit';
import { invalidInput, isCollectionName, PluginError } from '@clipgraph/contracts';

import type { Resolvers } from './generated/types.ts';
import { MAX_FAILURES } from './limits.ts';
import { goalOf, type MigrationRecord } from './migration-record.ts';
import type { Migrations } from './migrations.ts';
import { migrationPrices } from './prices.ts';

interface Dependencies {
  readonly embedders: EmbedderSet;
  readonly migrations: Migrations;
}

/** A migration with how far it is. */
export interface MigrationNode {
  readonly record: MigrationRecord;
  readonly total: number;
  readonly done: number;
}

export function resolvers({ embedders, migrations }: Dependencies): Resolvers {
  const node = async (record: MigrationRecord): Promise<MigrationNode> => ({ record, ...(await migrations.progress(record)) });

  /** A name that no collection can have is no reason to ask. */
  async function changed(collection: string, change: () => Promise<MigrationRecord>): Promise<MigrationNode> {
    if (!isCollectionName(collection)) throw new PluginError('NOT_FOUND', 'There is no collection of that name.');
    return node(await change());
  }

  return priced<Resolvers>(migrationPrices, {
    Query: {
      migration: (_root, { collection }) => {
        const record = migrations.find(collection);
        return record ? node(record) : null;
      },
      migrations: (_root, _args, { cost }) => {
        const records = migrations.all();
        cost.charge(PRICES.result * records.length);
        return Promise.all(records.map(node));
      },
    },
    Mutation: {
      migrateCollection: (_root, { collection, model, allowFailures }) => {
        const embedder = embedders.named(model);
        return changed(collection, () => migrations.start(collection, embedder, allowFailures ?? false));
      },
      cancelMigration: (_root, { collection }) => changed(collection, () => migrations.cancel(collection)),
      undoMigration: (_root, { collection, allowFailures }) =>
        changed(collection, () => migrations.undo(collection, allowFailures ?? false)),
      confirmMigration: (_root, { collection }) => changed(collection, () => migrations.confirm(collection)),
    },
    Migration: {
      collection: ({ record }) => record.collection,
      state: ({ record: { state } }) => (state === 'DELETED' ? 'CANCELLED' : state),
      isUndo: ({ record }) => record.isUndo,
      fromModel: ({ record }) => (record.isUndo ? record.to : record.from).model,
      toModel: ({ record }) => goalOf(record).model,
      failed: ({ record }) => record.failures.length,
      failures: ({ record: { failures } }, { first }) => {
        const most = first ?? 20;
        if (most < 1 || most > MAX_FAILURES) throw invalidInput('INVALID', `first must be from 1 to ${MAX_FAILURES}.`);
        return failures.slice(0, most);
      },
      problem: ({ record }) => record.problem ?? null,
      startedAt: ({ record }) => new Date(record.startedAt),
      endedAt: ({ record }) => (record.endedAt === undefined ? null : new Date(record.endedAt)),
    },
  });
}
