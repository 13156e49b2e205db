export { moderationKinds } from './kinds.ts';
export { moderation } from './moderation.ts';
export { moderationTypeDefs } from './schema.ts';
export type { ModerationOptions } from './settings.ts';
