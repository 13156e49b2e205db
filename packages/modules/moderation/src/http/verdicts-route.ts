import { PRICES } from '@clipgraph/module-kit';
import type { Route } from '@clipgraph/contracts';

import { selectionFrom } from '../verdicts/verdict-filter.ts';
import type { VerdictLog } from '../verdicts/verdict-log.ts';
import type { Verdict } from '../verdicts/verdict.ts';
import { exportFilter } from './export-filter.ts';
import { verdictRecord } from './verdict-record.ts';

const VERDICTS_AT_ONCE = 100;

interface ExportPage {
  /** NDJSON. */
  readonly lines: string;
  readonly next: string | undefined;
}

/**
 * `GET /moderation/verdicts` with the fields of `VerdictFilter`: every verdict that passes, newest first, one JSON object a
 * line. Each page is read when the caller has taken the one before. An answer that fails in the middle ends with a broken
 * connection, so that nobody takes it for complete.
 */
export function verdictsRoute({ log }: { readonly log: VerdictLog }): Route {
  return {
    method: 'GET',
    path: '/moderation/verdicts',
    async handle({ query }, { cost, signal }) {
      const filter = exportFilter(query);
      // A page's worth: an export reads at the pace of its caller, and is a request of its own.
      cost.charge(PRICES.search + PRICES.result * VERDICTS_AT_ONCE);
      const selection = {
        ...selectionFrom(filter),
        review: filter.review ?? undefined,
        order: 'newest first',
        limit: VERDICTS_AT_ONCE,
      } as const;
      const pageAfter = async (after: string | undefined): Promise<ExportPage> => {
        const { verdicts, next } = await log.list({ ...selection, after }, { signal });
        const lines = await Promise.all(verdicts.map((verdict) => log.ifReadable(() => lineOf(log, verdict))));
        return { lines: lines.join(''), next };
      };
      const first = await pageAfter(undefined);
      return {
        headers: {
          'content-type': 'application/x-ndjson; charset=utf-8',
          'content-disposition': 'attachment; filename="verdicts.ndjson"',
          'cache-control': 'no-store',
        },
        body: pages(first, pageAfter),
      };
    },
  };
}

async function* pages(first: ExportPage, pageAfter: (after: string) => Promise<ExportPage>): AsyncGenerator<string, void, undefined> {
  let { lines, next } = first;
  for (;;) {
    if (lines !== '') yield lines;
    if (next === undefined) return;
    ({ lines, next } = await pageAfter(next));
  }
}

async function lineOf(log: VerdictLog, verdict: Verdict): Promise<string> {
  const resolution = verdict.action === 'REVIEW' ? await log.resolution(verdict.id) : undefined;
  return `${JSON.stringify(verdictRecord(verdict, resolution))}\n`;
}
