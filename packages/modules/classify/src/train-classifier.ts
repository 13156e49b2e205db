import { collectionEmbedder, isInputError, type EmbedderSet, type InputError, type RequestContext } from '@clipgraph/module-kit';
import type { ProbeTrainer } from '@clipgraph/probe';
import { invalidInput, PluginError, type ImageReader, type ReviewReader, type VectorStore } from '@clipgraph/contracts';
import { requireText, type Background, type ClassHeads } from '@clipgraph/zero-shot';

import { foundClassifier, type ClassifierRecord, type ClassifierRecords } from './classifier-records.ts';
import type { MutationTrainClassifierArgs } from './generated/types.ts';
import { givenExamples } from './given-examples.ts';
import { keptHead } from './kept-head.ts';
import { savedClasses } from './classification-request.ts';
import { reviewExamples } from './review-examples.ts';
import { collectionExamples, labelReader, withoutRepeats, type Example, type LabelledVector } from './training-examples.ts';
import { trainingProblem } from './training-problem.ts';

const LEAST_EXAMPLES = 2;
const MOST_ERRORS = 100;
/** Measured: 0.75 µs for each number of each example and class, over all of the training; a point is 0.1 ms. */
const NUMBERS_PER_POINT = 130;

/** What the GraphQL type `TrainingResult` resolves from. */
export interface TrainingResultNode {
  readonly classifier: ClassifierRecord;
  readonly skipped: number;
  readonly errors: { readonly index?: number; readonly key?: string; readonly verdictId?: string; readonly error: InputError }[];
  readonly truncated: boolean;
}

export interface TrainParts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  readonly store: VectorStore;
  readonly heads: ClassHeads;
  readonly background: Background;
  readonly records: ClassifierRecords;
  readonly trainer: ProbeTrainer;
  readonly reviews?: ReviewReader | undefined;
}

/** Gathers the examples, trains on those that can be used, and saves the better of the two heads as the next version. */
export async function trainClassifier(
  parts: TrainParts,
  { name, examples: given, fromCollection, fromReviews, model }: MutationTrainClassifierArgs,
  context: RequestContext,
): Promise<TrainingResultNode> {
  const { embedders, images, store, records, trainer, reviews } = parts;
  const { cost, signal } = context;
  const base = await foundClassifier(records, name);
  if (!given && !fromCollection && !fromReviews) {
    throw invalidInput('EMPTY', 'Training needs examples, fromCollection or fromReviews.');
  }
  const embedder = fromCollection ? await collectionEmbedder(parts, fromCollection.collection, model) : embedders.named(model);
  requireText(embedder);
  const classes = savedClasses(base, embedder);

  const labelsOf = labelReader(base);
  const reviewed = fromReviews ? await reviewExamples({ reviews, base, embedder, labelsOf }, fromReviews, context) : undefined;
  const examples = withoutRepeats([
    ...(fromCollection ? await collectionExamples({ store, labelsOf }, fromCollection, context) : []),
    ...(given ? await givenExamples({ images, store, embedder, labelsOf }, given, context) : []),
    // Last: what was said for this training counts before what was decided for another end.
    ...(reviewed?.examples ?? []),
  ]);
  if (examples.length === 0 && reviewed) {
    throw invalidInput('EMPTY', 'No review has been decided that passes fromReviews, with an answer that means a class.');
  }
  const usable = examples.flatMap(({ outcome }) => (isInputError(outcome) ? [] : [outcome]));
  checkEnough(base, usable, examples);

  cost.charge(Math.ceil((usable.length * classes.length * embedder.model.dimensions) / NUMBERS_PER_POINT));
  const problem = await trainingProblem(parts, { base, classes, embedder, examples: usable }, signal);
  const probe = await trainer.train(problem, { signal });
  if (!(await records.find(base.name, base.version)))
    throw new PluginError('NOT_FOUND', 'The classifier was deleted while it was trained.');
  const classifier = await records.add({ ...base, ...keptHead(problem, probe, base, embedder) });
  return { classifier, ...leftOut(examples), truncated: reviewed?.truncated ?? false };
}

/** Errors of the whole request: nothing can be learned from less. */
function checkEnough({ classes, mode }: ClassifierRecord, usable: readonly LabelledVector[], all: readonly Example[]): void {
  const first = all.find(({ outcome }) => isInputError(outcome))?.outcome as InputError | undefined;
  const lost = all.length - usable.length;
  const because = first ? ` ${lost} of ${all.length} examples could not be used; the first: ${first.message}` : '';
  if (mode === 'ONE_OF' && classes.length < 2) throw invalidInput('INVALID', 'Training a classifier that is ONE_OF needs two classes.');
  for (const index of classes.keys()) {
    const has = usable.filter(({ labels }) => labels.includes(index)).length;
    if (has < LEAST_EXAMPLES)
      throw invalidInput('INVALID', `classes[${index}] has too few examples: ${has}; each class needs ${LEAST_EXAMPLES}.${because}`);
    if (mode === 'ANY_OF' && usable.length - has < LEAST_EXAMPLES)
      throw invalidInput('INVALID', `classes[${index}] has too few examples without it; each class needs ${LEAST_EXAMPLES}.${because}`);
  }
}

function leftOut(examples: readonly Example[]): Pick<TrainingResultNode, 'skipped' | 'errors'> {
  const errors = examples.flatMap(({ outcome, ...origin }) => (isInputError(outcome) ? [{ ...origin, error: outcome }] : []));
  return { skipped: errors.length, errors: errors.slice(0, MOST_ERRORS) };
}
