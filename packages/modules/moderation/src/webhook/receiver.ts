import type { ModerationSettings } from '../settings.ts';
import type { WebhookTarget } from './post-event.ts';

/** Who is told of verdicts. The receiver is the operator's: of a tenant's verdicts it is told whose they are. */
export function receiverOf(
  { webhookUrl, webhookSecret }: Pick<ModerationSettings, 'webhookUrl' | 'webhookSecret'>,
  tenant: string | undefined,
): WebhookTarget | undefined {
  if (webhookUrl === undefined || webhookSecret === undefined) return undefined;
  const url = new URL(webhookUrl);
  if (tenant !== undefined) url.searchParams.set('tenant', tenant);
  return { url: tenant === undefined ? webhookUrl : url.href, secret: webhookSecret };
}
