/*
 * Integers in place of float32, with an account of what that loses. For a row x, its copy x' and a query q, its q':
 *   |q·x - q'·x'| <= |q||x - x'| + |q - q'||x'|
 * so the integers' dot product plus these two slacks is never below the exact one, and a row whose bound does not
 * reach the worst of the best hits cannot be one of them: skipping it loses nothing.
 */

/** Vectors of a store may be this much longer than 1 (`isUnitVector`), and float32 rounds. */
export const LENGTH_MAX = 1.002;
/** |x'| <= |x| + |x - x'|, and no component's error exceeds the component. */
const COPY_LENGTH_MAX = 2 * LENGTH_MAX;
/** The largest component of a row becomes this: see `quantise` in `scan.wat`. */
const ROW_MAX = 127;

/** Writes a query's int16 copy; returns the size of a step, and the slack for every row, rounding of float32 included. */
export function quantiseQuery(
  query: Float32Array,
  copy: Int16Array,
  step: number = queryStep([query], copy.length),
): { step: number; slack: number } {
  let squares = 0;
  for (let i = 0; i < query.length; i++) {
    const rounded = Math.round(query[i]! / step);
    squares += (query[i]! - rounded * step) ** 2;
    copy[i] = rounded;
  }
  return { step, slack: Math.sqrt(squares) * COPY_LENGTH_MAX + 2e-6 + query.length * 1e-8 };
}

/** The size of a step that serves all of some queries, with copies of `length`. */
export function queryStep(queries: readonly Float32Array[], length: number): number {
  // Four lanes share the products of a row; none may pass 2^31.
  const max = Math.min(32_767, Math.floor(2 ** 31 / (ROW_MAX * Math.ceil(length / 4))) - 1);
  let largest = 0;
  for (const query of queries) for (const value of query) largest = Math.max(largest, Math.abs(value));
  return largest / max;
}
