import { boundCursors, pageOf, pageSize, type CursorCodec, type Page, type RequestContext } from '@clipgraph/module-kit';

import type { VerdictFilter } from '../generated/types.ts';
import { MAX_PAGE_SIZE } from '../limits.ts';
import type { Verdict } from './verdict.ts';
import { selectionFrom } from './verdict-filter.ts';
import type { VerdictLog, VerdictPageQuery } from './verdict-log.ts';

/** What the GraphQL type `VerdictConnection` resolves from. */
export type VerdictPage = Page<Verdict>;

export interface VerdictPageRequest {
  readonly filter?: VerdictFilter | null | undefined;
  readonly order: VerdictPageQuery['order'];
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Pages by id, so that nothing is repeated or left out while verdicts come. */
export type VerdictPages = (request: VerdictPageRequest, context: RequestContext) => Promise<VerdictPage>;

export function verdictPages({ log, cursors }: { readonly log: VerdictLog; readonly cursors: CursorCodec }): VerdictPages {
  const listCursors = boundCursors<{ id: string }>(cursors, {
    kind: 'verdicts',
    of: 'a list of verdicts',
    elsewhere: 'after belongs to another filter; repeat it unchanged, or leave after out to begin at the start.',
  });
  return async ({ filter, order, first, after }, { signal }) => {
    const limit = pageSize(first, 20, MAX_PAGE_SIZE);
    const selection = selectionFrom(filter ?? {});
    const review = filter?.review ?? undefined;
    const { cursorAt, placeOf } = listCursors(order, review ?? null, selection);
    const from = placeOf(after);

    const { verdicts, next } = await log.list({ ...selection, review, order, after: from?.id, limit }, { signal });
    return pageOf(verdicts, {
      cursorOf: ({ id }) => cursorAt({ id }),
      hasNextPage: next !== undefined,
      hasPreviousPage: from !== undefined,
      // Not the last edge's: that verdict may have been deleted meanwhile, and the next page begins after what was read.
      endCursor: next === undefined ? undefined : cursorAt({ id: next }),
    });
  };
}
