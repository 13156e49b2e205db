import { didYouMean, type Environment } from '@clipgraph/settings-kit';

import type { Part } from './composition.ts';
import { SERVER_SETTINGS } from './config.ts';
import { settingNames } from './setting-values.ts';

export interface UnusedSettings {
  /** What begins like a setting of clipgraph and sets nothing here. */
  readonly problems: readonly string[];
  /** Other names that only a part which is not in the composition reads; they may be meant for another program. */
  readonly unused: readonly { readonly setting: string; readonly part: string }[];
}

/**
 * What the environment says and nothing reads: `used` are the names that the composition's parts read, `known` are parts that could be
 * in it. A name that begins with `CLIPGRAPH_` is refused; another one is told.
 */
export function unusedSettings(env: Environment, used: readonly string[], known: readonly Part[]): UnusedSettings {
  const names = new Set([...SERVER_SETTINGS, ...used]);
  const owners = new Map(known.flatMap((part) => settingNames([part], []).map((setting) => [setting, part.name] as const)));
  const set = Object.keys(env).filter((name) => !names.has(name) && env[name] !== undefined);
  const clipgraphs = [...names].filter((name) => name.startsWith('CLIPGRAPH_')).toSorted();
  const problems = set
    .filter((name) => name.startsWith('CLIPGRAPH_'))
    .map((name) => {
      const owner = owners.get(name);
      if (owner !== undefined) return `${name} belongs to ${owner}, which is not in the composition.`;
      return `${name} is not a setting.${didYouMean(name, clipgraphs)}`;
    });
  const others = set.filter((name) => !name.startsWith('CLIPGRAPH_') && owners.has(name) && env[name]?.trim());
  return {
    problems: problems.length === 0 ? [] : [...problems, `There are these: ${clipgraphs.join(', ')}.`],
    unused: others.map((setting) => ({ setting, part: owners.get(setting)! })),
  };
}
