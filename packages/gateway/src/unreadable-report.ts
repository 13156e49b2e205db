import type { Logger, Metrics } from '@clipgraph/contracts';
import type { UnreadableReport } from '@clipgraph/module-kit';
import { LRUCache } from 'lru-cache';

/** Documents that were told of and are remembered, so that a list that is asked for often does not fill the log. */
const REMEMBERED = 10_000;

export interface UnreadableReportOptions {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly tenant: string | undefined;
}

/** Tells of each stored document that cannot be read once: in the log, by kind and id, and as a number. */
export function unreadableReport({ logger, metrics, tenant }: UnreadableReportOptions): UnreadableReport {
  const told = new LRUCache<string, true>({ max: REMEMBERED });
  const counter = metrics.counter({
    name: 'clipgraph_unreadable_documents_total',
    help: 'Stored documents that were left out because this version cannot read them.',
    labels: ['kind'],
  });
  return (error) => {
    const { kind, id } = error.document;
    const key = `${kind}/${id}`;
    if (told.has(key)) return;
    told.set(key, true);
    counter.add(1, { kind });
    logger.error({ ...(tenant !== undefined && { tenant }), kind, id, err: error }, 'a stored document cannot be read and is left out');
  };
}
