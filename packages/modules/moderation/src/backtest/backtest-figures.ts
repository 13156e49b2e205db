import type { Finding } from '../judge/finding.ts';

/** What one rule made of one image, and whether the image is labelled with it. */
export interface LabelledProbability {
  readonly probability: number;
  readonly expected: boolean;
}

export interface ThresholdPoint {
  readonly threshold: number;
  readonly precision: number;
  /** Null where no image is labelled with the rule. */
  readonly recall: number | null;
}

export interface RuleFigures {
  readonly rule: string;
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly curve: ThresholdPoint[];
  readonly suggestedThreshold: number | null;
}

/** Figures of one rule at its threshold, the curve over all thresholds, and the lowest threshold with the wished precision. */
export function ruleFigures(
  { rule, threshold }: Pick<Finding, 'rule' | 'threshold'>,
  labelled: readonly LabelledProbability[],
  wishedPrecision: number,
): RuleFigures {
  const count = (passed: boolean, expected: boolean): number =>
    labelled.filter((one) => one.probability >= threshold === passed && one.expected === expected).length;
  const [truePositives, falsePositives] = [count(true, true), count(true, false)];
  const [falseNegatives, trueNegatives] = [count(false, true), count(false, false)];
  const curve = thresholdCurve(labelled);
  return {
    rule,
    threshold,
    truePositives,
    falsePositives,
    falseNegatives,
    trueNegatives,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    curve,
    // The curve goes down from the highest threshold, and recall only grows on the way.
    suggestedThreshold: curve.findLast(({ precision }) => precision >= wishedPrecision)?.threshold ?? null,
  };
}

/** One point for every probability that occurred, highest first: between two of them nothing changes. */
export function thresholdCurve(labelled: readonly LabelledProbability[]): ThresholdPoint[] {
  const descending = labelled.toSorted((a, b) => b.probability - a.probability);
  const positives = labelled.filter(({ expected }) => expected).length;
  const curve: ThresholdPoint[] = [];
  let found = 0;
  for (const [index, { probability, expected }] of descending.entries()) {
    if (expected) found += 1;
    // Equal probabilities pass together.
    if (descending[index + 1]?.probability === probability) continue;
    curve.push({ threshold: probability, precision: found / (index + 1), recall: ratio(found, positives) });
  }
  return curve;
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
