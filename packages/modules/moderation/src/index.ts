export { moderationKinds } from './kinds.ts';
export { moderation } from './moderation.ts';
export { moderationLimits } from './limits.ts';
export { moderationPrices } from './prices.ts';
export { moderationTypeDefs } from './schema.ts';
export type { ModerationOptions } from './settings.ts';
