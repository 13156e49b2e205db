import type { Metrics } from '@clipgraph/contracts';

import type { Verdict } from './verdict.ts';

/** Counts verdicts for operators: by their action, and by whether a shadow rule passed. Never by what a policy says. */
export function verdictMetrics(metrics: Metrics): (verdicts: readonly Verdict[]) => void {
  const counter = metrics.counter({
    name: 'clipgraph_verdicts_total',
    help: 'Verdicts by action, and by whether a shadow rule passed too.',
    labels: ['action', 'shadow'],
  });
  return (verdicts) => {
    for (const { action, scores } of verdicts) {
      counter.add(1, { action, shadow: String(scores.some(({ passed, shadow }) => passed && shadow)) });
    }
  };
}
