import { CONTRACT, defineModule, type GatewayModule } from '@clipgraph/contracts';

import { migrationKinds } from './kinds.ts';
import { migratableStore } from './migratable-store.ts';
import { migrationRecords } from './migration-records.ts';
import { migrations, type Migrations } from './migrations.ts';
import { resolvers } from './resolvers.ts';
import { migrationTypeDefs } from './schema.ts';

declare module '@clipgraph/contracts' {
  interface Ports {
    /** Of the module `migration`. */
    readonly migrations?: Migrations;
  }
}

/**
 * Collections from one model to another: the type `Migration` with all that begins and ends one. It puts names before the store, so
 * that a collection can change its vectors at once.
 */
export function migration(): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'migration',
    typeDefs: migrationTypeDefs,
    kinds: migrationKinds,
    async provide({ vectors: behind, documents, pictures, embedders, logger }) {
      const records = await migrationRecords(documents);
      const stores = { behind, records, sweepPictures: pictures.kept.sweep };
      const store = migratableStore(stores);
      const report = (error: unknown): void => logger.error({ err: error }, 'a migration failed; it is tried again');
      return { vectors: store, migrations: migrations({ ...stores, store, embedders, imageFiles: pictures.files, report }) };
    },
    open({ embedders, migrations: opened }) {
      const running = opened!;
      return {
        resolvers: { ...resolvers({ embedders, migrations: running }) },
        jobs: [{ name: 'migrations', start: () => running.resume(), stop: () => running.close() }],
      };
    },
  });
}
