import { documentsOf, ifReadable } from '@clipgraph/module-kit';
import { invalidInput, isPluginError, PluginError, type Clock, type DocumentStore, type RequestOptions } from '@clipgraph/contracts';

import type { ReviewState } from '../generated/types.ts';
import { openReviewKind, resolvedReviewKind, reviewVectorKind, verdictKind, webhookFailedKind, webhookPendingKind } from '../kinds.ts';
import { reviewVectorDocument, reviewVectorFrom, type ReviewVector } from './review-vector.ts';
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
import type { VerdictListener } from './verdict-listener.ts';

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

/** A verdict before it is kept, and what it is about. */
export interface UnrecordedVerdict {
  readonly verdict: Omit<Verdict, '__typename' | 'id' | 'decidedAt'>;
  readonly seen: ReviewVector;
}

/** The audit: every verdict, and what people made of those that asked for it. */
export interface VerdictLog {
  /** All or none; in the order given. */
  record(verdicts: readonly UnrecordedVerdict[]): Promise<readonly Verdict[]>;
  find(id: string): Promise<Verdict | undefined>;
  list(query: VerdictPageQuery, options?: RequestOptions): Promise<VerdictList>;
  resolution(id: string): Promise<Resolution | undefined>;
  /** As `ifReadable` of the module kit, for work on one of many verdicts. */
  ifReadable<Result>(work: () => Promise<Result>): Promise<Result | undefined>;
  /** Of a verdict that asked for a review; undefined where it was not kept. */
  reviewVector(id: string): Promise<ReviewVector | undefined>;
  /** NOT_FOUND without such a verdict, CONFLICT when it was resolved before, INVALID_INPUT when it asks for no review. */
  resolve(id: string, resolution: Omit<Resolution, 'resolvedAt'>): Promise<Verdict>;
}

export async function findVerdict(documents: DocumentStore, id: string): Promise<Verdict | undefined> {
  const document = await documentsOf(documents, verdictKind).get(id);
  return document && verdictFrom(id, document);
}

export async function findResolution(documents: DocumentStore, id: string): Promise<Resolution | undefined> {
  const document = await documentsOf(documents, resolvedReviewKind).get(id);
  return document && resolutionFrom(document);
}

/** Of a verdict that asked for a review; undefined where it was not kept. */
export async function findReviewVector(documents: DocumentStore, id: string): Promise<ReviewVector | undefined> {
  const document = await documentsOf(documents, reviewVectorKind).get(id);
  return document && reviewVectorFrom(document);
}

export interface VerdictLogOptions {
  readonly clock: Clock;
  /** Told of verdicts that are not ALLOW and of reviews. */
  readonly listener?: VerdictListener | undefined;
  /** Whether the vectors of pictures that ask for a review are kept with it. */
  readonly keepReviewVectors: boolean;
  /** Told of all verdicts that were recorded. */
  readonly count: (verdicts: readonly Verdict[]) => void;
}

export function verdictLog(documents: DocumentStore, { clock, listener, keepReviewVectors, count }: VerdictLogOptions): VerdictLog {
  const newId = timeOrderedIds();
  const kept = documentsOf(documents, verdictKind);
  const open = documentsOf(documents, openReviewKind);
  const resolved = documentsOf(documents, resolvedReviewKind);
  const vectors = documentsOf(documents, reviewVectorKind);
  const find = (id: string): Promise<Verdict | undefined> => findVerdict(documents, id);
  const withVerdicts = (reviews: readonly { readonly id: string }[]): Promise<{ id: string; verdict: Verdict | undefined }[]> =>
    Promise.all(reviews.map(async ({ id }) => ({ id, verdict: await ifReadable(documents, () => find(id)) })));

  return {
    async record(unrecorded) {
      const decidedAt = clock.now();
      const verdicts = unrecorded.map(({ verdict }): Verdict => ({
        ...verdict,
        __typename: 'ModerationVerdict',
        id: newId(decidedAt),
        decidedAt,
      }));
      const seen = verdicts.flatMap(({ id, action }, index) =>
        action === 'REVIEW' && keepReviewVectors ? [{ id, document: reviewVectorDocument(unrecorded[index]!.seen) }] : [],
      );
      const asking = verdicts.filter(({ action }) => action === 'REVIEW');
      const told = verdicts.filter(({ action }) => action !== 'ALLOW');
      // One wait for the disk, and never a verdict without what belongs to it.
      const parts = await Promise.all([
        kept.part(verdicts.map((verdict) => ({ id: verdict.id, document: verdictDocument(verdict) }))),
        open.part(asking.map((verdict) => ({ id: verdict.id, document: verdictFacets(verdict) }))),
        vectors.part(seen),
        ...(listener ? [listener.newEvents('verdict', idsOf(told))] : []),
      ]);
      if (verdicts.length > 0) await documents.insertTogether(parts.filter((part) => part.documents.length > 0));
      if (told.length > 0) listener?.wake();
      count(verdicts);
      return verdicts;
    },
    find,
    async list({ filter, from, to, review, order: asked, after, limit }, options) {
      const newestFirst = asked === 'newest first';
      const [first, last] = newestFirst ? [to, from] : [from, to];
      const order = newestFirst ? 'descending' : 'ascending';
      const query = { filter, order, after: after ?? first, until: last, limit: limit + 1 } as const;
      const found = review
        ? await withVerdicts(review === 'OPEN' ? await open.list(query, options) : await resolved.list(query, options))
        : (await kept.list(query, options)).map(({ id, document }) => ({ id, verdict: verdictFrom(id, document) }));
      const page = found.slice(0, limit);
      return {
        verdicts: page.map(({ verdict }) => verdict).filter((verdict) => verdict !== undefined),
        next: found.length > limit ? page.at(-1)!.id : undefined,
      };
    },
    resolution: (id) => findResolution(documents, id),
    ifReadable: (work) => ifReadable(documents, work),
    reviewVector: (id) => findReviewVector(documents, id),
    async resolve(id, resolution) {
      const verdict = await find(id);
      if (!verdict) throw new PluginError('NOT_FOUND', 'There is no such verdict.');
      if (verdict.action !== 'REVIEW') throw invalidInput('INVALID', 'This verdict does not ask for a review.');
      if (await resolved.get(id)) {
        // The entry is still there where the process was killed between the last two writes below.
        await open.delete(id);
        throw resolvedBefore();
      }
      await listener?.add('review', [id]);
      try {
        // Of two who resolve it at once, one inserts.
        await resolved.insert([{ id, document: resolutionDocument(verdict, { ...resolution, resolvedAt: clock.now() }) }]);
      } catch (error) {
        throw isPluginError(error) && error.code === 'CONFLICT' ? resolvedBefore() : error;
      }
      await open.delete(id);
      listener?.wake();
      return verdict;
    },
  };
}

function idsOf(verdicts: readonly Verdict[]): string[] {
  return verdicts.map(({ id }) => id);
}

function resolvedBefore(): PluginError {
  return new PluginError('CONFLICT', 'This verdict was resolved before.');
}

/** Deletes verdicts from before an instant, with all that belongs to them, open reviews too. How many verdicts there were. */
export async function deleteVerdictsBefore(documents: DocumentStore, instant: Date): Promise<number> {
  const id = startOfIds(instant);
  const deleted = await documents.deleteBefore(verdictKind.name, id);
  for (const { name } of [openReviewKind, resolvedReviewKind, reviewVectorKind, webhookPendingKind, webhookFailedKind]) {
    await documents.deleteBefore(name, id);
  }
  return deleted;
}
