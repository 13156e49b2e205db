/**
 * When all runs are over at the same moment: work that may be divided at will goes to those which are free, or soon will be.
 * @param workMs how long the work would take in one run
 * @param busyMs for each run, how long it is still busy with something else
 * @returns milliseconds from now
 */
export function commonEnd(workMs: number, busyMs: readonly number[]): number {
  let end = Infinity;
  let total = workMs;
  for (const [index, busy] of busyMs.toSorted((a, b) => a - b).entries()) {
    // Those that are busy beyond the others' end take no part.
    if (busy >= end) break;
    total += busy;
    end = total / (index + 1);
  }
  return end;
}
