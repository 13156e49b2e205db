import type { ModerationSettings } from '../settings.ts';
import type { WebhookTarget } from './post-event.ts';

/** Where events are sent. One receiver serves all tenants, so the address names the tenant. */
export function receiverOf(
  { webhookUrl, webhookSecret }: Pick<ModerationSettings, 'webhookUrl' | 'webhookSecret'>,
  tenant: string | undefined,
): WebhookTarget | undefined {
  if (webhookUrl === undefined || webhookSecret === undefined) return undefined;
  const url = new URL(webhookUrl);
  if (tenant !== undefined) url.searchParams.set('tenant', tenant);
  return { url: tenant === undefined ? webhookUrl : url.href, secret: webhookSecret };
}
