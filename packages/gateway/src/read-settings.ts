import type { Environment } from '@clipgraph/settings-kit';

import { partsOf, type GatewayComposition, type GatewayDefinition, type Part } from './composition.ts';
import { compositionProblems } from './composition-problems.ts';
import { readConfig, type GatewayConfig } from './config.ts';
import { ConfigError } from './config-error.ts';
import { partFailure } from './part-failure.ts';
import { unusedSettings, type UnusedSettings } from './unknown-settings.ts';
import { settingNames, settingValues, type SettingValues } from './setting-values.ts';

/** Where a gateway's plugins, modules and settings come from. */
export interface SettingSources {
  /** What {@link defineGateway} returned. */
  readonly composition: GatewayDefinition;
  /** Nothing else reads the environment. */
  readonly env: Environment;
  /** Settings of the server that take precedence over the environment. */
  readonly config?: Partial<GatewayConfig>;
  /** Parts that could be in the composition, so that a setting of one that is not is told of by its name. */
  readonly known?: readonly Part[];
}

/** A composition with everything that is set of it and of the server. */
export interface ReadSettings {
  readonly composition: GatewayComposition;
  readonly config: GatewayConfig;
  /** Of a part of the composition. */
  readonly valuesOf: (part: object) => SettingValues;
  /** What the environment sets of known parts that are not in the composition. */
  readonly unused: UnusedSettings['unused'];
}

/** Throws a ConfigError that lists every problem at once, misspelt names included. */
export function readSettings({ composition: definition, env, config: given, known = [] }: SettingSources): ReadSettings {
  const composition = typeof definition === 'function' ? madeOf(definition, env) : definition;
  const broken = compositionProblems(composition);
  if (broken.length > 0) throw new ConfigError(broken.join('\n'));
  const problems: string[] = [];
  const parts = partsOf(composition);
  const { problems: unknown, unused } = unusedSettings(env, settingNames(parts, problems), known);
  problems.push(...unknown);
  const config = { ...readConfig(env, problems), ...given };
  const values = new Map<object, SettingValues>(parts.map((part) => [part, settingValues(part, env, problems)]));
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return { composition, config, valuesOf: (part) => values.get(part)!, unused };
}

function madeOf(definition: (env: Environment) => GatewayComposition, env: Environment): GatewayComposition {
  try {
    return definition(env);
  } catch (error) {
    throw partFailure('The function of the composition failed', error);
  }
}
