export * from './moderation-module.ts';
export * from './schema.ts';
export { reviewedPictures } from './reviewed-pictures.ts';
export { deleteVerdictsBefore } from './verdict-log.ts';
export { verdictWebhook, type Webhook, type WebhookFailure, type WebhookOptions } from './webhook.ts';
export { moderationKinds } from './kinds.ts';
