import { SettingError, type Settings } from '@clipgraph/contracts';

/** What the environment of a process is: the values of variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The values of settings: those given in the composition, else those of the environment, else the standard ones. Throws a
 * {@link SettingError} that lists every problem, one a line, each with the name of its variable and never with its text.
 */
export function readSettings<Values>(settings: Settings<Values>, environment: Environment): Values {
  const problems: string[] = [];
  const values: Partial<Values> = {};
  for (const name of Object.keys(settings) as (keyof Values & string)[]) {
    const { env, schema, value, valueSchema } = settings[name];
    if (value !== undefined) {
      const checked = valueSchema?.['~standard'].validate(value);
      if (checked instanceof Promise) throw new Error(`The schema of ${env} is asynchronous; those of settings must not be.`);
      if (checked?.issues) problems.push(...checked.issues.map(({ message }) => `${name}, which is given for ${env}, ${message}`));
      else values[name] = value;
      continue;
    }
    const result = schema['~standard'].validate(environment[env]?.trim() || undefined);
    if (result instanceof Promise) throw new Error(`The schema of ${env} is asynchronous; those of settings must not be.`);
    if (result.issues) problems.push(...result.issues.map(({ message }) => `${env} ${message}`));
    else values[name] = result.value;
  }
  if (problems.length > 0) throw new SettingError(problems.join('\n'));
  return values as Values;
}
