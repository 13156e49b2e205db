import { SettingError, type MetricOptions, type Metrics } from '@clipgraph/contracts';

/** Who has which metric: a name belongs to one module, or to the server. */
export interface MetricOwners {
  /** The metrics as this owner is given them. Throws a SettingError, with both names, for one that somebody else has. */
  of(owner: string, metrics: Metrics): Metrics;
}

interface Claim {
  readonly owner: string;
  /** Kind and labels. */
  readonly form: string;
}

/** `own` are names of the server's, some of which it registers later. */
export function metricOwners(own: Iterable<string>): MetricOwners {
  const claims = new Map<string, Claim>(Array.from(own, (name) => [name, { owner: 'the server', form: '' }]));

  /** The same module of another tenant asks for the same again. */
  function claim(owner: string, kind: string, { name, labels = [] }: MetricOptions): void {
    const form = `${kind} ${JSON.stringify(labels.toSorted())}`;
    const claimed = claims.get(name);
    if (claimed && claimed.owner !== owner) throw new SettingError(`Both ${claimed.owner} and ${owner} have the metric ${name}.`);
    if (claimed && claimed.form !== form)
      throw new SettingError(`${owner} has the metric ${name} in two forms: ${claimed.form} and ${form}.`);
    claims.set(name, { owner, form });
  }

  /** What the library that keeps them refuses, such as a name with a blank, is said of whose it is. */
  function made<Metric>(owner: string, kind: string, options: MetricOptions, make: () => Metric): Metric {
    claim(owner, kind, options);
    try {
      return make();
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new SettingError(`The metric ${options.name} of ${owner} cannot be: ${why}`, { cause });
    }
  }

  return {
    of: (owner, metrics) => ({
      counter: (options) => made(owner, 'counter', options, () => metrics.counter(options)),
      gauge: (options) => made(owner, 'gauge', options, () => metrics.gauge(options)),
      histogram: (options) => made(owner, 'histogram', options, () => metrics.histogram(options)),
    }),
  };
}
