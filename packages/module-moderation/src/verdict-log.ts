import { invalidInput, isPluginError, PluginError, type DocumentStore, type RequestOptions } from '@clipgraph/spec';

import type { ReviewState } from './generated/types.ts';
import { startOfIds, timeOrderedIds } from './time-ordered-id.ts';
import {
  resolutionDocument,
  resolutionFrom,
  verdictDocument,
  verdictFacets,
  verdictFrom,
  type Resolution,
  type Verdict,
} from './verdict.ts';
import type { VerdictSelection } from './verdict-filter.ts';

/** Verdicts never change. Which of them wait for a person, and what was decided, are documents of the same ids beside them. */
const VERDICTS = 'verdict';
const OPEN = 'open-review';
const RESOLVED = 'resolved-review';
const KIND_OF_STATE: Readonly<Record<ReviewState, string>> = { OPEN, RESOLVED };

export interface VerdictPageQuery extends VerdictSelection {
  readonly review: ReviewState | undefined;
  readonly order: 'newest first' | 'oldest first';
  /** Only what comes after this id in the order. */
  readonly after: string | undefined;
  readonly limit: number;
}

/** A page, and where the next one goes on: an id, or undefined at the end. */
export interface VerdictList {
  readonly verdicts: readonly Verdict[];
  readonly next: string | undefined;
}

/** A verdict before it is kept. */
export type UnrecordedVerdict = Omit<Verdict, '__typename' | 'id' | 'decidedAt'>;

/** The audit: every verdict, and what people made of those that asked for it. */
export interface VerdictLog {
  /** All or none; in the order given. */
  record(verdicts: readonly UnrecordedVerdict[]): Promise<readonly Verdict[]>;
  find(id: string): Promise<Verdict | undefined>;
  list(query: VerdictPageQuery, options?: RequestOptions): Promise<VerdictList>;
  resolution(id: string): Promise<Resolution | undefined>;
  /** NOT_FOUND without such a verdict, CONFLICT when it was resolved before, INVALID_INPUT when it asks for no review. */
  resolve(id: string, resolution: Omit<Resolution, 'resolvedAt'>): Promise<Verdict>;
}

export function verdictLog(documents: DocumentStore): VerdictLog {
  const newId = timeOrderedIds();

  async function find(id: string): Promise<Verdict | undefined> {
    const document = await documents.get(VERDICTS, id);
    return document && verdictFrom(id, document);
  }

  return {
    async record(unrecorded) {
      const decidedAt = new Date();
      const verdicts = unrecorded.map((verdict): Verdict => ({
        ...verdict,
        __typename: 'ModerationVerdict',
        id: newId(decidedAt),
        decidedAt,
      }));
      const open = verdicts.filter(({ action }) => action === 'REVIEW');
      // The queue first: an entry without its verdict is passed over, a verdict without its entry would be forgotten.
      if (open.length > 0)
        await documents.insert(
          OPEN,
          open.map((verdict) => ({ id: verdict.id, document: verdictFacets(verdict) })),
        );
      await documents.insert(
        VERDICTS,
        verdicts.map((verdict) => ({ id: verdict.id, document: verdictDocument(verdict) })),
      );
      return verdicts;
    },
    find,
    async list({ filter, from, to, review, order, after, limit }, options) {
      const newestFirst = order === 'newest first';
      const [first, last] = newestFirst ? [to, from] : [from, to];
      const found = await documents.list(
        review ? KIND_OF_STATE[review] : VERDICTS,
        { filter, order: newestFirst ? 'descending' : 'ascending', after: after ?? first, until: last, limit: limit + 1 },
        options,
      );
      const page = found.slice(0, limit);
      const verdicts = review
        ? await Promise.all(page.map(({ id }) => find(id)))
        : page.map(({ id, document }) => verdictFrom(id, document));
      return {
        verdicts: verdicts.filter((verdict) => verdict !== undefined),
        next: found.length > limit ? page.at(-1)!.id : undefined,
      };
    },
    async resolution(id) {
      const document = await documents.get(RESOLVED, id);
      return document && resolutionFrom(document);
    },
    async resolve(id, resolution) {
      const verdict = await find(id);
      if (!verdict) throw new PluginError('NOT_FOUND', 'There is no such verdict.');
      if (verdict.action !== 'REVIEW') throw invalidInput('INVALID', 'This verdict does not ask for a review.');
      const document = resolutionDocument(verdict, { ...resolution, resolvedAt: new Date() });
      try {
        // Of two who resolve it at once, one inserts.
        await documents.insert(RESOLVED, [{ id, document }]);
      } catch (error) {
        if (isPluginError(error) && error.code === 'CONFLICT') throw new PluginError('CONFLICT', 'This verdict was resolved before.');
        throw error;
      } finally {
        // Also after a crash between the two writes, when someone tries again.
        if (await documents.get(RESOLVED, id)) await documents.delete(OPEN, id);
      }
      return verdict;
    },
  };
}

/** Deletes verdicts from before an instant, with their reviews, open ones too. How many verdicts there were. */
export async function deleteVerdictsBefore(documents: DocumentStore, instant: Date): Promise<number> {
  const id = startOfIds(instant);
  const deleted = await documents.deleteBefore(VERDICTS, id);
  for (const kind of [OPEN, RESOLVED]) await documents.deleteBefore(kind, id);
  return deleted;
}
