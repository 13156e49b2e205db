import {
  invalidInput,
  isPluginError,
  PluginError,
  type Clock,
  type DocumentStore,
  type JsonObject,
  type RequestOptions,
  type StoredDocument,
} from '@clipgraph/contracts';

import { KINDS } from '../documents.ts';
import type { ReviewState } from '../generated/types.ts';
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

const KIND_OF_STATE: Readonly<Record<ReviewState, string>> = { OPEN: KINDS.openReview, RESOLVED: KINDS.resolvedReview };

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
  /** Of a verdict that asked for a review; undefined where it was not kept. */
  reviewVector(id: string): Promise<ReviewVector | undefined>;
  /** NOT_FOUND without such a verdict, CONFLICT when it was resolved before, INVALID_INPUT when it asks for no review. */
  resolve(id: string, resolution: Omit<Resolution, 'resolvedAt'>): Promise<Verdict>;
}

export async function findVerdict(documents: DocumentStore, id: string): Promise<Verdict | undefined> {
  const document = await documents.get(KINDS.verdict, id);
  return document && verdictFrom(id, document);
}

export async function findResolution(documents: DocumentStore, id: string): Promise<Resolution | undefined> {
  const document = await documents.get(KINDS.resolvedReview, id);
  return document && resolutionFrom(document);
}

/** Of a verdict that asked for a review; undefined where it was not kept. */
export async function findReviewVector(documents: DocumentStore, id: string): Promise<ReviewVector | undefined> {
  const document = await documents.get(KINDS.reviewVector, id);
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
  const find = (id: string): Promise<Verdict | undefined> => findVerdict(documents, id);

  return {
    async record(unrecorded) {
      const decidedAt = clock.now();
      const verdicts = unrecorded.map(({ verdict }): Verdict => ({
        ...verdict,
        __typename: 'ModerationVerdict',
        id: newId(decidedAt),
        decidedAt,
      }));
      const vectors = verdicts.flatMap(({ id, action }, index) =>
        action === 'REVIEW' && keepReviewVectors ? [{ id, document: reviewVectorDocument(unrecorded[index]!.seen) }] : [],
      );
      const open = verdicts.filter(({ action }) => action === 'REVIEW');
      const told = verdicts.filter(({ action }) => action !== 'ALLOW');
      // One wait for the disk, and never a verdict without what belongs to it.
      const parts = [
        { kind: KINDS.verdict, documents: documentsOf(verdicts, verdictDocument) },
        { kind: KINDS.openReview, documents: documentsOf(open, verdictFacets) },
        { kind: KINDS.reviewVector, documents: vectors },
        ...(listener ? [listener.newEvents('verdict', idsOf(told))] : []),
      ];
      if (verdicts.length > 0) await documents.insertTogether(parts.filter((part) => part.documents.length > 0));
      if (told.length > 0) listener?.wake();
      count(verdicts);
      return verdicts;
    },
    find,
    async list({ filter, from, to, review, order, after, limit }, options) {
      const newestFirst = order === 'newest first';
      const [first, last] = newestFirst ? [to, from] : [from, to];
      const found = await documents.list(
        review ? KIND_OF_STATE[review] : KINDS.verdict,
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
    resolution: (id) => findResolution(documents, id),
    reviewVector: (id) => findReviewVector(documents, id),
    async resolve(id, resolution) {
      const verdict = await find(id);
      if (!verdict) throw new PluginError('NOT_FOUND', 'There is no such verdict.');
      if (verdict.action !== 'REVIEW') throw invalidInput('INVALID', 'This verdict does not ask for a review.');
      if (await documents.get(KINDS.resolvedReview, id)) {
        // The entry is still there where the process was killed between the last two writes below.
        await documents.delete(KINDS.openReview, id);
        throw resolvedBefore();
      }
      await listener?.add('review', [id]);
      try {
        // Of two who resolve it at once, one inserts.
        await documents.insert(KINDS.resolvedReview, [
          { id, document: resolutionDocument(verdict, { ...resolution, resolvedAt: clock.now() }) },
        ]);
      } catch (error) {
        throw isPluginError(error) && error.code === 'CONFLICT' ? resolvedBefore() : error;
      }
      await documents.delete(KINDS.openReview, id);
      listener?.wake();
      return verdict;
    },
  };
}

function idsOf(verdicts: readonly Verdict[]): string[] {
  return verdicts.map(({ id }) => id);
}

function documentsOf(verdicts: readonly Verdict[], documentOf: (verdict: Verdict) => JsonObject): StoredDocument[] {
  return verdicts.map((verdict) => ({ id: verdict.id, document: documentOf(verdict) }));
}

function resolvedBefore(): PluginError {
  return new PluginError('CONFLICT', 'This verdict was resolved before.');
}

/** Deletes verdicts from before an instant, with all that belongs to them, open reviews too. How many verdicts there were. */
export async function deleteVerdictsBefore(documents: DocumentStore, instant: Date): Promise<number> {
  const id = startOfIds(instant);
  const deleted = await documents.deleteBefore(KINDS.verdict, id);
  for (const kind of [KINDS.openReview, KINDS.resolvedReview, KINDS.reviewVector, KINDS.webhookPending, KINDS.webhookFailed]) {
    await documents.deleteBefore(kind, id);
  }
  return deleted;
}
