import { asInputError, PRICES, type RequestContext } from '@clipgraph/module-kit';
import { invalidInput, PluginError, type Embedder, type ReviewedPicture, type ReviewReader } from '@clipgraph/contracts';

import type { ClassifierRecord } from './classifier-records.ts';
import type { ModerationAction, ReviewExamples } from './generated/types.ts';
import { MAX_REVIEWS } from './limits.ts';
import type { Example, LabelReader } from './training-examples.ts';

const ANSWERS: readonly ModerationAction[] = ['ALLOW', 'BLUR', 'REVIEW', 'BLOCK'];

interface ReviewParts {
  readonly reviews: ReviewReader | undefined;
  readonly base: ClassifierRecord;
  readonly embedder: Embedder;
  readonly labelsOf: LabelReader;
}

/** What each answer means: indexes of classes. */
type Meanings = ReadonlyMap<string, readonly number[]>;

/**
 * Examples from what people have decided, the last decision first, by the vectors that were kept. Of a picture that was decided
 * more than once only the last decision counts, whatever it means; answers that mean nothing here are passed over.
 */
export async function reviewExamples(
  { reviews, base, embedder, labelsOf }: ReviewParts,
  { policy, rule, from, to, labels, first: most }: ReviewExamples,
  { cost, signal }: RequestContext,
): Promise<{ readonly examples: readonly Example[]; readonly truncated: boolean }> {
  const first = most ?? MAX_REVIEWS;
  if (!reviews) throw new PluginError('UNSUPPORTED', 'This server has no reviews to train from.');
  if (first < 1 || first > MAX_REVIEWS) throw invalidInput('INVALID', `fromReviews.first must be from 1 to ${MAX_REVIEWS}.`);
  const meanings = labels ? givenMeanings(labels, labelsOf) : namesakes(base, labelsOf);
  cost.charge(PRICES.search);
  const query = { policy: policy ?? undefined, rule: rule ?? undefined, from: from ?? undefined, to: to ?? undefined, first };
  const { pictures, truncated } = await reviews(query, { signal });
  cost.charge(pictures.length * PRICES.result);
  return { examples: lastDecisions(pictures, meanings, embedder.model.fingerprint), truncated };
}

function lastDecisions(pictures: readonly ReviewedPicture[], meanings: Meanings, fingerprint: string): Example[] {
  const decided = new Set<string>();
  const latestFirst = pictures.toSorted((a, b) => b.resolvedAt.getTime() - a.resolvedAt.getTime());
  return latestFirst.flatMap(({ verdictId, action, contentHash, seen }): Example[] => {
    const isDecidedAgain = decided.has(contentHash);
    decided.add(contentHash);
    const labels = meanings.get(action);
    if (!labels) return [];
    const left = (message: string): Example[] => [{ verdictId, outcome: asInputError(invalidInput('INVALID', message))! }];
    if (isDecidedAgain) return left('This picture was decided again later; the last decision counts.');
    if (!seen) return left('The vector of this picture was not kept.');
    if (seen.fingerprint !== fingerprint) return left('Another model made the vector of this picture.');
    return [{ verdictId, outcome: { vector: seen.vector, contentHash, labels } }];
  });
}

function givenMeanings(given: NonNullable<ReviewExamples['labels']>, labelsOf: LabelReader): Meanings {
  if (given.length === 0) throw invalidInput('EMPTY', 'fromReviews.labels is empty.');
  const meanings = new Map<string, readonly number[]>();
  for (const [index, { action, labels }] of given.entries()) {
    if (meanings.has(action)) throw invalidInput('INVALID', `fromReviews.labels[${index}] says twice what ${action} means.`);
    meanings.set(action, labelsOf(labels, `fromReviews.labels[${index}].labels`));
  }
  return meanings;
}

/** Answers that are names of classes. */
function namesakes({ classes }: ClassifierRecord, labelsOf: LabelReader): Meanings {
  const named = ANSWERS.filter((answer) => classes.some(({ name }) => name.trim() === answer));
  if (named.length === 0) {
    throw invalidInput('INVALID', `No class is named ${ANSWERS.join(', ')}: say with fromReviews.labels what the answers mean.`);
  }
  return new Map(named.map((answer) => [answer, labelsOf([answer], 'fromReviews')]));
}
