import { isSettingError, type Settings } from '@clipgraph/contracts';
import { readSettings, type Environment } from '@clipgraph/settings-kit';

import type { Part } from './composition.ts';
import { reasonOf } from './part-failure.ts';

/** Values of settings by the name under which a part asks for them. */
export type SettingValues = Readonly<Record<string, unknown>>;

const settingsOf = ({ settings = {} }: Pick<Part, 'settings'>): Settings<Record<string, unknown>> =>
  settings as Settings<Record<string, unknown>>;

/** What is set of one part, in its composition or in the environment. Adds what is wrong to the problems. */
export function settingValues(part: Part, env: Environment, problems: string[]): SettingValues {
  try {
    const values = readSettings(settingsOf(part), env);
    const found: unknown = part.settingProblems?.(values) ?? [];
    if (Array.isArray(found)) problems.push(...found.map(String));
    else problems.push(`The settingProblems of ${part.name} must answer a list of texts.`);
    return values;
  } catch (error) {
    problems.push(isSettingError(error) ? error.message : `The settings of ${part.name} cannot be read: ${reasonOf(error)}`);
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
