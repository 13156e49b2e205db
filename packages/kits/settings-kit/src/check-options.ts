import { SettingError } from '@clipgraph/contracts';

import { didYouMean } from './did-you-mean.ts';

/** Names every option, so that the compiler tells of one that is missing here. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Throws a {@link SettingError} for options that the function of a plugin or a module does not have: JavaScript would drop them
 * without a word. `call` is that function as it stands in a composition, such as `moderation()`.
 *
 * @example
 * checkOptions('gallery()', options, { samples: true });
 */
export function checkOptions<Options extends object>(call: string, options: Options, names: OptionNames<Options>): void {
  const known = Object.keys(names);
  const takes = known.length === 0 ? 'It takes none.' : `There are these: ${known.join(', ')}.`;
  const given: unknown = options;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    const shown = typeof given === 'string' ? JSON.stringify(given) : given === null ? 'null' : `a ${kindOf(given)}`;
    throw new SettingError(`${call} takes an object of options, not ${shown}. ${takes}`);
  }
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(names, name));
  if (unknown.length === 0) return;
  const problems = unknown.map((name) => `${call} has no option ${name}.${didYouMean(name, known)}`);
  throw new SettingError([...problems, takes].join('\n'));
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}
