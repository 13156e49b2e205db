export { moderation } from './moderation.ts';
export { moderationTypeDefs } from './schema.ts';
export type { ModerationOptions } from './settings.ts';
