export * from './calls.ts';
export * from './in-data-folder.ts';
export * from './open-database.ts';
export * from './sent-error.ts';
export * from './serve-calls.ts';
export * from './sqlite-errors.ts';
export * from './start-worker.ts';
export * from './worker-calls.ts';
