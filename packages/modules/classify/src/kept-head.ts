import {
  evaluation,
  exampleCount,
  fittedTemperature,
  logitsOf,
  meanLoss,
  probabilitiesOf,
  type ProbeProblem,
  type TrainedProbe,
} from '@clipgraph/probe';
import type { Embedder } from '@clipgraph/contracts';

import type { ClassifierRecord, TrainedHead } from './classifier-records.ts';
import type { TrainingReport } from './generated/types.ts';

/**
 * The trained head where it is right more often than the text head, or as often and surer of it, both judged on
 * examples that they have not seen; otherwise the text head.
 */
export function keptHead(
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
