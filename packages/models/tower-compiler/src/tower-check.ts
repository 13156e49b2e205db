import { dot } from '@clipgraph/contracts';

import { checkpointError } from './checkpoint-error.ts';
import type { UnitVectors } from './tower-runs.ts';

export type Precision = 'fp32' | 'int8';

/** How far the vectors of a compiled tower are from those of the plain one, on the sample inputs. */
export interface TowerCheck {
  /** Between two components of unit vectors. */
  readonly largestDifference: number;
  readonly worstCosine: number;
}

const LARGEST_DIFFERENCE = 1e-5;
const WORST_COSINE = 0.999;

/** Compares vector by vector; rejects with UNSUPPORTED and the figures what is further off than its precision may be. */
export function checkedTower(tower: 'image' | 'text', precision: Precision, compiled: UnitVectors, plain: UnitVectors): TowerCheck {
  const differences = plain.map((vector, i) => Math.max(...vector.map((value, at) => Math.abs(value - compiled[i]![at]!))));
  const cosines = plain.map((vector, i) => dot(vector, compiled[i]!));
  const check = { largestDifference: Math.max(...differences), worstCosine: Math.min(...cosines) };
  // Written so that NaN fails.
  const isGood = precision === 'fp32' ? check.largestDifference <= LARGEST_DIFFERENCE : check.worstCosine >= WORST_COSINE;
  if (isGood) return check;
  const [found, wanted] =
    precision === 'fp32'
      ? [`its vectors differ by ${check.largestDifference.toExponential(1)}`, `at most ${LARGEST_DIFFERENCE.toExponential(0)}`]
      : [`the worst cosine is ${check.worstCosine.toFixed(5)}`, `at least ${WORST_COSINE}`];
  throw checkpointError(`the ${tower} tower in ${precision} failed its check against the plain one: ${found}, and ${wanted} is wanted`);
}
