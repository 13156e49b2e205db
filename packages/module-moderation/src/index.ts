export * from './moderation-module.ts';
export * from './schema.ts';
export { deleteVerdictsBefore } from './verdict-log.ts';
