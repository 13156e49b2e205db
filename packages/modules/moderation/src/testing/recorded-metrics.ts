import type { Labels, Metrics } from '@clipgraph/contracts';

/** Metrics whose values a test can read: `clipgraph_verdicts_total{action=ALLOW,shadow=false}`. */
export interface RecordedMetrics extends Metrics {
  readonly values: ReadonlyMap<string, number>;
}

export function recordedMetrics(): RecordedMetrics {
  const values = new Map<string, number>();
  return {
    values,
    counter: ({ name }) => ({
      add(by = 1, labels) {
        values.set(keyOf(name, labels), (values.get(keyOf(name, labels)) ?? 0) + by);
      },
    }),
    gauge: ({ name }) => ({ set: (value, labels) => void values.set(keyOf(name, labels), value) }),
    histogram: () => ({ observe() {} }),
  };
}

function keyOf(name: string, labels: Labels = {}): string {
  const text = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
  return text.length > 0 ? `${name}{${text.join(',')}}` : name;
}
