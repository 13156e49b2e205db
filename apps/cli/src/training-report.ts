import type { Classifier } from '@clipgraph/client';

import { table } from './output.ts';

/** What a training says of itself, as text: accuracy, a row for each class, the confusion, and how far probabilities can be trusted. */
export function trainingReport(training: NonNullable<Classifier['training']>): string {
  const { kept, modelName, zeroShotAccuracy, trainedAccuracy, examples, classes, confusion, reliability } = training;
  const head =
    `${kept} kept: ${share(zeroShotAccuracy)} right by the prompts, ${share(trainedAccuracy)} trained, ` +
    `judged on ${examples} examples (model ${modelName})`;
  const labels = classes.map(({ label }) => label);
  const parts = [
    head,
    table(
      ['class', 'examples', 'precision', 'recall'],
      classes.map(({ label, examples, precision, recall }) => [label, examples, share(precision), share(recall)]),
    ),
  ];
  if (confusion)
    parts.push(
      table(
        ['taken for →', ...labels],
        confusion.map((row, index) => [labels[index]!, ...row]),
      ),
    );
  const filled = reliability.filter(({ count }) => count > 0);
  parts.push(
    table(
      ['probability', 'predictions', 'mean', 'right'],
      filled.map(({ from, to, count, confidence, accuracy }) => [
        `${share(from)} to ${share(to)}`,
        count,
        share(confidence),
        share(accuracy),
      ]),
    ),
  );
  return parts.join('\n\n');
}

function share(value: number | null): string {
  return value === null ? '–' : `${(value * 100).toFixed(0)} %`;
}
