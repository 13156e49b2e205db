import { parse, stringify } from 'yaml';

import { usageError } from '../exit-codes.ts';

/** A rule as a file holds it; `examples` are image files, relative to it. */
export interface FileRule {
  readonly name: string;
  readonly describes: readonly string[];
  readonly unlike: readonly string[];
  readonly examples: readonly string[];
  readonly blocklist: FileBlocklist | null;
  readonly threshold: number;
  readonly action: string;
  readonly shadow: boolean;
  readonly except: readonly FileException[];
}

/** The filter is the server's to check. */
export interface FileException {
  readonly filter: unknown;
  readonly action: string;
}

/** The list that a rule looks in, and what it takes for a copy. */
export interface FileBlocklist {
  readonly name: string;
  readonly minCosine: number;
  readonly maxDistance: number;
}

export interface FilePolicy {
  readonly name: string;
  readonly rules: readonly FileRule[];
}

const ACTIONS = ['ALLOW', 'BLUR', 'REVIEW', 'BLOCK'];
const RULE_FIELDS = ['name', 'describes', 'unlike', 'examples', 'blocklist', 'threshold', 'action', 'shadow', 'except'];

/** With an offset, as the server wants it. */
const INSTANT = /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/i;

/** Reads a policy; a usage error that names the place for what is not one. Its limits are the server's to check. */
export function parsePolicy(text: string): FilePolicy {
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw usageError(`This is not YAML: ${(error as Error).message.split('\n')[0]}`);
  }
  const policy = fields(content, 'The file', ['name', 'rules']);
  if (!Array.isArray(policy['rules'])) throw usageError('rules must be a list.');
  return { name: textOf(policy['name'], 'name'), rules: policy['rules'].map((rule, index) => ruleFrom(rule, `rules[${index}]`)) };
}

/** The same policy as text, without what stands for itself when it is left out. */
export function formatPolicy({ name, rules }: FilePolicy): string {
  const shortest = rules.map(({ name, describes, unlike, examples, blocklist, threshold, action, shadow, except }) => ({
    name,
    ...(describes.length > 0 && { describes }),
    ...(unlike.length > 0 && { unlike }),
    ...(examples.length > 0 && { examples }),
    ...(blocklist && { blocklist }),
    threshold,
    action,
    ...(shadow && { shadow }),
    ...(except.length > 0 && { except }),
  }));
  return stringify({ name, rules: shortest });
}

function ruleFrom(value: unknown, place: string): FileRule {
  const rule = fields(value, place, RULE_FIELDS);
  const { threshold = 0.5, action, shadow = false, except } = rule;
  if (typeof threshold !== 'number') throw usageError(`${place}.threshold must be a number.`);
  if (typeof shadow !== 'boolean') throw usageError(`${place}.shadow must be true or false.`);
  return {
    name: textOf(rule['name'], `${place}.name`),
    describes: textsOf(rule['describes'], `${place}.describes`),
    unlike: textsOf(rule['unlike'], `${place}.unlike`),
    examples: textsOf(rule['examples'], `${place}.examples`),
    blocklist: blocklistOf(rule['blocklist'], `${place}.blocklist`),
    threshold,
    action: actionOf(action, `${place}.action`),
    shadow,
    except: listOf(except, `${place}.except`).map((one, index) => exceptionOf(one, `${place}.except[${index}]`)),
  };
}

function blocklistOf(value: unknown, place: string): FileBlocklist | null {
  if (value === undefined || value === null) return null;
  const { name, minCosine = 0.95, maxDistance = 8 } = fields(value, place, ['name', 'minCosine', 'maxDistance']);
  if (typeof minCosine !== 'number') throw usageError(`${place}.minCosine must be a number.`);
  if (typeof maxDistance !== 'number') throw usageError(`${place}.maxDistance must be a number.`);
  return { name: textOf(name, `${place}.name`), minCosine, maxDistance };
}

function exceptionOf(value: unknown, place: string): FileException {
  const { filter, action = 'ALLOW' } = fields(value, place, ['filter', 'action']);
  if (typeof filter !== 'object' || filter === null) throw usageError(`${place}.filter must be a filter.`);
  return { filter: withPlainInstants(filter), action: actionOf(action, `${place}.action`) };
}

/** Instants as the server writes them, so that a filter can be compared with the server's. */
function withPlainInstants(filter: object): unknown {
  return JSON.parse(JSON.stringify(filter, plainInstant));
}

function plainInstant(name: string, value: unknown): unknown {
  const isInstant = (name === 'after' || name === 'before') && typeof value === 'string' && INSTANT.test(value);
  return isInstant && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : value;
}

function actionOf(value: unknown, place: string): string {
  if (typeof value !== 'string' || !ACTIONS.includes(value)) throw usageError(`${place} must be one of ${ACTIONS.join(', ')}.`);
  return value;
}

function listOf(value: unknown, place: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw usageError(`${place} must be a list.`);
  return value;
}

function fields(value: unknown, place: string, known: readonly string[]): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw usageError(`${place} must hold ${known.join(', ')}.`);
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw usageError(`${place} holds ${unknown}; it may hold ${known.join(', ')}.`);
  return value as Record<string, unknown>;
}

function textOf(value: unknown, place: string): string {
  if (typeof value !== 'string') throw usageError(`${place} must be a text.`);
  return value.trim();
}

function textsOf(value: unknown, place: string): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw usageError(`${place} must be a list of texts.`);
  return value.map((text, index) => textOf(text, `${place}[${index}]`));
}
