import { createHash } from 'node:crypto';

import { pageSize, type CursorCodec, type RequestContext } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';

import type { PageInfo, VerdictFilter } from '../generated/types.ts';
import { MAX_PAGE_SIZE } from '../limits.ts';
import type { Verdict } from './verdict.ts';
import { selectionFrom } from './verdict-filter.ts';
import type { VerdictLog, VerdictPageQuery } from './verdict-log.ts';

/** What the GraphQL type `VerdictConnection` resolves from. */
export interface VerdictPage {
  readonly edges: { readonly cursor: string; readonly node: Verdict }[];
  readonly nodes: Verdict[];
  readonly pageInfo: PageInfo;
}

export interface VerdictPageRequest {
  readonly filter?: VerdictFilter | null | undefined;
  readonly order: VerdictPageQuery['order'];
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

/** Pages by id, so that nothing is repeated or left out while verdicts come. */
export type VerdictPages = (request: VerdictPageRequest, context: RequestContext) => Promise<VerdictPage>;

export function verdictPages({ log, cursors }: { readonly log: VerdictLog; readonly cursors: CursorCodec }): VerdictPages {
  return async ({ filter, order, first, after }, { signal }) => {
    const limit = pageSize(first, 20, MAX_PAGE_SIZE);
    const selection = selectionFrom(filter ?? {});
    const review = filter?.review ?? undefined;
    const binding = createHash('sha256')
      .update(JSON.stringify([order, review ?? null, selection]))
      .digest()
      .toString('base64url', 0, 16);
    const cursorAt = (id: string): string => cursors.encode({ kind: 'verdicts', id, binding });
    const afterId = typeof after === 'string' ? idFrom(cursors, after, binding) : undefined;

    const { verdicts, next } = await log.list({ ...selection, review, order, after: afterId, limit }, { signal });
    const edges = verdicts.map((node) => ({ cursor: cursorAt(node.id), node }));
    return {
      edges,
      nodes: [...verdicts],
      pageInfo: {
        hasNextPage: next !== undefined,
        hasPreviousPage: afterId !== undefined,
        startCursor: edges[0]?.cursor ?? null,
        // Not the last edge's: that verdict may have been deleted meanwhile, and the next page begins after what was read.
        endCursor: next === undefined ? (edges.at(-1)?.cursor ?? null) : cursorAt(next),
      },
    };
  };
}

function idFrom(cursors: CursorCodec, after: string, wanted: string): string {
  const { kind, id, binding } = cursors.decode(after);
  if (kind !== 'verdicts' || typeof id !== 'string') throw invalidInput('INVALID', 'after is not a cursor of a list of verdicts.');
  if (binding !== wanted) {
    throw invalidInput('INVALID', 'after belongs to another filter; repeat it unchanged, or leave after out to begin at the start.');
  }
  return id;
}
