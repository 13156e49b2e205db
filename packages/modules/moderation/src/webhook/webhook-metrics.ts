import type { Metrics } from '@clipgraph/contracts';

/** What became of one try: `retried` is tried again later, `dropped` never had anything to tell of. */
export type DeliveryOutcome = 'delivered' | 'retried' | 'failed' | 'dropped';

export interface WebhookMetrics {
  delivery(outcome: DeliveryOutcome): void;
  /** Events that wait for the receiver. */
  pending(count: number): void;
}

/** Numbers of the webhook for operators. */
export function webhookMetrics(metrics: Metrics): WebhookMetrics {
  const deliveries = metrics.counter({
    name: 'clipgraph_webhook_deliveries_total',
    help: 'Tries to deliver an event of the webhook, by what became of them.',
    labels: ['outcome'],
  });
  const queue = metrics.gauge({ name: 'clipgraph_webhook_pending', help: 'Events of the webhook that wait to be delivered.' });
  return {
    delivery: (outcome) => deliveries.add(1, { outcome }),
    pending: (count) => queue.set(count),
  };
}
