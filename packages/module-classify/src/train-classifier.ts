import { isInputError, PRICES, type EmbedderSet, type InputError, type RequestContext } from '@clipgraph/graphql-kit';
import {
  evaluation,
  exampleCount,
  fittedTemperature,
  logitsOf,
  meanLoss,
  probabilitiesOf,
  type ProbeProblem,
  type ProbeTrainer,
  type TrainedProbe,
} from '@clipgraph/probe';
import { invalidInput, type Embedder, type ImageReader, type VectorStore } from '@clipgraph/spec';
import { cosine, requireText, type Background, type ClassHeads, type LabelClass } from '@clipgraph/zero-shot';

import { foundClassifier, type ClassifierRecord, type ClassifierRecords, type TrainedHead } from './classifier-records.ts';
import type { MutationTrainClassifierArgs, TrainingReport } from './generated/types.ts';
import { savedClasses } from './question.ts';
import { anyOfOffset } from './scoring.ts';
import {
  collectionExamples,
  givenExamples,
  labelReader,
  trainingEmbedder,
  withoutRepeats,
  type Example,
  type LabelledVector,
} from './training-examples.ts';

const LEAST_EXAMPLES = 2;
const MOST_ERRORS = 100;
/** Measured: 0.75 µs for each number of each example and class, over all of the training; a point is 0.1 ms. */
const NUMBERS_PER_POINT = 130;

/** What the GraphQL type `TrainingResult` resolves from. */
export interface TrainingResultNode {
  readonly classifier: ClassifierRecord;
  readonly skipped: number;
  readonly errors: { readonly index?: number; readonly key?: string; readonly error: InputError }[];
}

export interface TrainParts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  readonly store: VectorStore;
  readonly heads: ClassHeads;
  readonly background: Background;
  readonly records: ClassifierRecords;
  readonly trainer: ProbeTrainer;
}

/** Gathers the examples, trains on those that can be used, and saves the better of the two heads as the next version. */
export async function trainClassifier(
  parts: TrainParts,
  { name, examples: given, fromCollection, model }: MutationTrainClassifierArgs,
  context: RequestContext,
): Promise<TrainingResultNode> {
  const { embedders, images, store, records, trainer, heads } = parts;
  const { cost, signal } = context;
  const base = await foundClassifier(records, name);
  if (!given && !fromCollection) throw invalidInput('EMPTY', 'Training needs examples, fromCollection or both.');
  const embedder = await trainingEmbedder({ embedders, store }, fromCollection, model);
  requireText(embedder);
  const classes = savedClasses(base, embedder);
  cost.charge(heads.uncachedPrompts(embedder, classes) * PRICES.text);

  const labelsOf = labelReader(base);
  const examples = withoutRepeats([
    ...(fromCollection ? await collectionExamples({ store, labelsOf }, fromCollection, context) : []),
    ...(given ? await givenExamples({ images, embedder, labelsOf }, given, context) : []),
  ]);
  const usable = examples.flatMap(({ outcome }) => (isInputError(outcome) ? [] : [outcome]));
  checkEnough(base, usable, examples);

  cost.charge(Math.ceil((usable.length * classes.length * embedder.model.dimensions) / NUMBERS_PER_POINT));
  const problem = await problemOf(parts, { base, classes, embedder, examples: usable }, signal);
  const probe = await trainer.train(problem, { signal });
  const classifier = await records.add({ ...base, ...better(problem, probe, base, embedder) });
  return { classifier, ...leftOut(examples) };
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

interface ProblemParts {
  readonly base: ClassifierRecord;
  readonly classes: readonly LabelClass[];
  readonly embedder: Embedder;
  readonly examples: readonly LabelledVector[];
}

/** The examples as a regression that begins at the text head: its weights are `scale · head`, so it answers as zero-shot does. */
async function problemOf(
  { heads, background }: TrainParts,
  { base, classes, embedder, examples }: ProblemParts,
  signal: AbortSignal,
): Promise<ProbeProblem> {
  const { scoring, dimensions } = embedder.model;
  const textHead = await heads.of(embedder, classes, signal);
  const everyday = await background(embedder, signal);
  const offsetOf = ({ vector }: LabelledVector): number =>
    anyOfOffset(
      everyday.map((head) => cosine(vector, head)),
      scoring,
    );
  const features = new Float64Array(examples.length * dimensions);
  const targets = new Uint8Array(examples.length * classes.length);
  for (const [example, { vector, labels }] of examples.entries()) {
    features.set(vector, example * dimensions);
    for (const label of labels) targets[example * classes.length + label] = 1;
  }
  return {
    kind: base.mode === 'ONE_OF' ? 'softmax' : 'independent',
    classes: classes.length,
    dimensions,
    features,
    targets,
    offsets: Float64Array.from(examples, base.mode === 'ANY_OF' ? offsetOf : () => 0),
    prior: Float64Array.from(textHead.flatMap((head) => Array.from(head, (value) => scoring.scale * value))),
  };
}

/**
 * The trained head where it is right more often than the text head, or as often and surer of it, both judged on
 * examples that they have not seen; otherwise the text head.
 */
function better(
  problem: ProbeProblem,
  probe: TrainedProbe,
  { classes }: ClassifierRecord,
  { model }: Embedder,
): { readonly training: TrainingReport; readonly trained: TrainedHead | undefined } {
  const zeroShotLogits = logitsOf(problem, problem.prior);
  const zeroShot = evaluation(problem, probabilitiesOf(problem, zeroShotLogits));
  const trained = evaluation(problem, probabilitiesOf(problem, probe.heldOutLogits, probe.temperature));
  // At a temperature of its own, or calibration alone would pass for learning.
  const zeroShotLoss = meanLoss(problem, zeroShotLogits, fittedTemperature(problem, zeroShotLogits));
  const isSurer = meanLoss(problem, probe.heldOutLogits, probe.temperature) < zeroShotLoss;
  const isTrained = trained.accuracy > zeroShot.accuracy || (trained.accuracy === zeroShot.accuracy && isSurer);
  const { temperature, strength, folds, weights } = probe;
  const kept = isTrained ? trained : zeroShot;
  const training: TrainingReport = {
    kept: isTrained ? 'TRAINED' : 'ZERO_SHOT',
    modelName: model.name,
    zeroShotAccuracy: zeroShot.accuracy,
    trainedAccuracy: trained.accuracy,
    examples: exampleCount(problem),
    folds,
    strength,
    temperature: isTrained ? temperature : 1,
    classes: kept.classes.map((measured, index) => ({ label: classes[index]!.name, ...measured })),
    confusion: kept.confusion?.map((row) => [...row]) ?? null,
    reliability: [...kept.reliability],
  };
  const { dimensions, fingerprint } = model;
  const rows = classes.map((_, label) => Float32Array.from(weights.subarray(label * dimensions, (label + 1) * dimensions)));
  return { training, trained: isTrained ? { fingerprint, temperature, weights: rows } : undefined };
}

function leftOut(examples: readonly Example[]): Pick<TrainingResultNode, 'skipped' | 'errors'> {
  const errors = examples.flatMap(({ outcome, ...origin }) => (isInputError(outcome) ? [{ ...origin, error: outcome }] : []));
  return { skipped: errors.length, errors: errors.slice(0, MOST_ERRORS) };
}
