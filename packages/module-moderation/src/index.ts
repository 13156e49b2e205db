export * from './moderation-module.ts';
export * from './schema.ts';
export { deleteVerdictsBefore } from './verdict-log.ts';
export { verdictWebhook, type Webhook, type WebhookFailure, type WebhookOptions } from './webhook.ts';
