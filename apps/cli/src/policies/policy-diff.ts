import { isDeepStrictEqual } from 'node:util';

import type { FileRule } from './policy-file.ts';

const SETTINGS = ['describes', 'unlike', 'examples', 'blocklist', 'threshold', 'action', 'shadow', 'except'] as const;

/** What takes one list of rules to the other, a line for each change: `+` and `-` rules or their entries, `~` settings. */
export function ruleChanges(before: readonly FileRule[], after: readonly FileRule[]): string[] {
  const [was, is] = [byName(before), byName(after)];
  const lines: string[] = [];
  for (const name of was.keys()) if (!is.has(name)) lines.push(`- ${name}`);
  for (const [name, rule] of is) {
    const old = was.get(name);
    if (old) lines.push(...SETTINGS.flatMap((setting) => changes(`${name}.${setting}`, old[setting], rule[setting])));
    else lines.push(`+ ${name}`);
  }
  if (order(before, is) !== order(after, was)) lines.push('~ the order of the rules');
  return lines;
}

function changes(place: string, was: FileRule[(typeof SETTINGS)[number]], is: typeof was): string[] {
  if (areTexts(was) && areTexts(is)) {
    const lines = [
      ...was.filter((entry) => !is.includes(entry)).map((entry) => `- ${place}: ${entry}`),
      ...is.filter((entry) => !was.includes(entry)).map((entry) => `+ ${place}: ${entry}`),
    ];
    return lines.length === 0 && JSON.stringify(was) !== JSON.stringify(is) ? [`~ ${place}: another order`] : lines;
  }
  return isDeepStrictEqual(was, is) ? [] : [`~ ${place}: ${shown(was)} -> ${shown(is)}`];
}

function areTexts(setting: unknown): setting is readonly string[] {
  return Array.isArray(setting) && setting.every((entry) => typeof entry === 'string');
}

function shown(setting: FileRule[(typeof SETTINGS)[number]]): string {
  return typeof setting === 'string' ? setting : JSON.stringify(setting);
}

function byName(rules: readonly FileRule[]): Map<string, FileRule> {
  return new Map(rules.map((rule) => [rule.name, rule]));
}

/** Of the rules that the others have too. */
function order(rules: readonly FileRule[], others: ReadonlyMap<string, FileRule>): string {
  return JSON.stringify(rules.map(({ name }) => name).filter((name) => others.has(name)));
}
