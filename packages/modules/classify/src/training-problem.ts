import type { ProbeProblem } from '@clipgraph/probe';
import type { Embedder } from '@clipgraph/contracts';
import { cosine, type Background, type ClassHeads, type LabelClass } from '@clipgraph/zero-shot';

import type { ClassifierRecord } from './classifier-records.ts';
import { anyOfOffset } from './scoring.ts';
import type { LabelledVector } from './training-examples.ts';

interface ProblemParts {
  readonly base: ClassifierRecord;
  readonly classes: readonly LabelClass[];
  readonly embedder: Embedder;
  readonly examples: readonly LabelledVector[];
}

/** The examples as a regression that begins at the text head: its weights are `scale · head`, so it answers as zero-shot does. */
export async function trainingProblem(
  { heads, background }: { readonly heads: ClassHeads; readonly background: Background },
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
