import { isSettingError, type Settings } from '@clipgraph/contracts';
import { readSettings, type Environment } from '@clipgraph/settings-kit';

import type { Part } from './composition.ts';

/** Values of settings by the name under which a part asks for them. */
export type SettingValues = Readonly<Record<string, unknown>>;

const settingsOf = ({ settings = {} }: Pick<Part, 'settings'>): Settings<Record<string, unknown>> =>
  settings as Settings<Record<string, unknown>>;

/** What is set of one part, in its composition or in the environment. Adds what is wrong to the problems. */
export function settingValues(part: Pick<Part, 'settings' | 'settingProblems'>, env: Environment, problems: string[]): SettingValues {
  try {
    const values = readSettings(settingsOf(part), env);
    problems.push(...(part.settingProblems?.(values) ?? []));
    return values;
  } catch (error) {
    if (!isSettingError(error)) throw error;
    problems.push(error.message);
    return {};
  }
}

/** The environment variables of some parts. Adds to the problems when two different parts want the same one. */
export function settingNames(parts: readonly Part[], problems: string[]): readonly string[] {
  const owners = new Map<string, string>();
  for (const part of parts) {
    for (const { env } of Object.values(settingsOf(part))) {
      const owner = owners.get(env);
      if (owner !== undefined && owner !== part.name) problems.push(`Both ${owner} and ${part.name} have the setting ${env}.`);
      owners.set(env, part.name);
    }
  }
  return [...owners.keys()];
}
