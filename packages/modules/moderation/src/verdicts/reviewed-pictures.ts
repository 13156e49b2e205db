import { documentsOf, globalId, ifReadable, type TypedDocument } from '@clipgraph/module-kit';
import type { DocumentStore, ReviewedPicture, ReviewReader } from '@clipgraph/contracts';

import { resolvedReviewKind, type ResolvedReviewDocument } from '../kinds.ts';
import { selectionFrom } from './verdict-filter.ts';
import { findReviewVector } from './verdict-log.ts';
import { resolutionFrom } from './verdict.ts';

const AT_ONCE = 100;

/** What people have decided about verdicts, with the vectors that were kept: for modules that learn from it. */
export function reviewedPictures(documents: DocumentStore): ReviewReader {
  const resolved = documentsOf(documents, resolvedReviewKind);

  async function pictureOf({ id, document }: TypedDocument<ResolvedReviewDocument>): Promise<ReviewedPicture> {
    const { action, resolvedAt } = resolutionFrom(document);
    return {
      verdictId: globalId('ModerationVerdict', id),
      action,
      resolvedAt,
      contentHash: document.contentHash,
      seen: await ifReadable(documents, () => findReviewVector(documents, id)),
    };
  }

  return async ({ policy = null, rule = null, from = null, to = null, first }, { signal } = {}) => {
    const selection = selectionFrom({ policy, rule, from, to });
    const pictures: ReviewedPicture[] = [];
    for (let after = selection.to; ;) {
      const limit = Math.min(AT_ONCE, first - pictures.length) + 1;
      const query = { filter: selection.filter, order: 'descending', after, until: selection.from, limit } as const;
      const found = await resolved.list(query, { signal });
      const page = found.slice(0, limit - 1);
      pictures.push(...(await Promise.all(page.map(pictureOf))));
      const isLast = found.length < limit;
      if (isLast || pictures.length === first) return { pictures, truncated: !isLast };
      after = page.at(-1)!.id;
    }
  };
}
