export * from './moderation-module.ts';
export * from './schema.ts';
export { reviewedPictures } from './verdicts/reviewed-pictures.ts';
export { deleteVerdictsBefore } from './verdicts/verdict-log.ts';
export { verdictWebhook, type Webhook, type WebhookFailure, type WebhookOptions } from './webhook/webhook.ts';
