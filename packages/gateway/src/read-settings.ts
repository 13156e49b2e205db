import type { Environment } from '@clipgraph/settings-kit';

import { compositionProblems, partsOf, type GatewayComposition, type GatewayDefinition } from './composition.ts';
import { ConfigError, readConfig, unknownSettings, type GatewayConfig } from './config.ts';
import { settingNames, settingValues, type SettingValues } from './setting-values.ts';

/** Where a gateway's plugins, modules and settings come from. */
export interface SettingSources {
  /** What {@link defineGateway} returned. */
  readonly composition: GatewayDefinition;
  /** Nothing else reads the environment. */
  readonly env: Environment;
  /** Settings of the server that take precedence over the environment. */
  readonly config?: Partial<GatewayConfig>;
}

/** A composition with everything that is set of it and of the server. */
export interface ReadSettings {
  readonly composition: GatewayComposition;
  readonly config: GatewayConfig;
  /** Of a part of the composition. */
  readonly valuesOf: (part: object) => SettingValues;
}

/** Throws a ConfigError that lists every problem at once, misspelt names included. */
export function readSettings({ composition: definition, env, config: given }: SettingSources): ReadSettings {
  const composition = typeof definition === 'function' ? definition(env) : definition;
  const broken = compositionProblems(composition);
  if (broken.length > 0) throw new ConfigError(broken.join('\n'));
  const problems: string[] = [];
  const parts = partsOf(composition);
  problems.push(...unknownSettings(env, settingNames(parts, problems)));
  const config = { ...readConfig(env, problems), ...given };
  const values = new Map<object, SettingValues>(parts.map((part) => [part, settingValues(part, env, problems)]));
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  return { composition, config, valuesOf: (part) => values.get(part)! };
}
