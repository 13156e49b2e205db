import type { EmbedderSet, SchemaModule } from '@clipgraph/module-kit';

import type { Migrations } from './migrations.ts';
import { resolvers } from './resolvers.ts';
import { migrationTypeDefs } from './schema.ts';

/** What the module works with. */
export interface MigrationModuleOptions {
  readonly embedders: EmbedderSet;
  /** Resumed and closed by whoever made them. */
  readonly migrations: Migrations;
}

/** Collections from one model to another: the type `Migration` with all that begins and ends one. */
export function migrationModule(options: MigrationModuleOptions): SchemaModule {
  return { name: 'migration', typeDefs: migrationTypeDefs, resolvers: resolvers(options) as SchemaModule['resolvers'] };
}
