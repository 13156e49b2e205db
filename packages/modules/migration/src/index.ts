export { migrationLimits } from './limits.ts';
export { migratableStore, type MigratableStore } from './migratable-store.ts';
export { isVectorsName } from './migration-record.ts';
export { migration } from './migration-module.ts';
export { migrationRecords, type MigrationRecords } from './migration-records.ts';
export { migrations, type Migrations } from './migrations.ts';
export { migrationPrices } from './prices.ts';
export { migrationTypeDefs } from './schema.ts';
export { migrationKinds } from './kinds.ts';
