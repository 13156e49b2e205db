import type { ApiKey } from './api-keys.ts';
import { MOST_BODY_KB } from './limit-settings.ts';

/** Enough for every limit of docs/limits.md by itself, and some 50 s of one core: what a request has time for. */
export const STANDARD_OPERATION_COST = 500_000;

const MOST_OPERATION_COST = 1_000_000_000;

/** `name=number` or `name@tenant=number`, the name as it stands before the colon of `CLIPGRAPH_API_KEYS`. */
const OF_KEY = /^(?<who>[^=]+)=(?<number>[^=]*)$/;

/** The points of `CLIPGRAPH_OPERATION_COST`; adds what is wrong to the problems. */
export function parseOperationCost(text: string, problems: string[]): number {
  const points = numberIn(text, MOST_OPERATION_COST);
  if (points === undefined) problems.push(`CLIPGRAPH_OPERATION_COST must be a whole number from 1 to ${MOST_OPERATION_COST}.`);
  return points ?? STANDARD_OPERATION_COST;
}

/**
 * The keys, those that `CLIPGRAPH_OPERATION_COST_BY_KEY` names with points of their own; adds what is wrong to the
 * problems, by place. Keys that share a name, as while they change, share its points.
 */
export function withOperationCosts(keys: readonly ApiKey[], entries: readonly string[], problems: string[]): ApiKey[] {
  const costs = byKey(keys, entries, problems, { setting: 'CLIPGRAPH_OPERATION_COST_BY_KEY', unit: 'points', most: MOST_OPERATION_COST });
  return keys.map((key) => {
    const operationCost = costs.get(whoHas(key) ?? '');
    return operationCost === undefined ? key : { ...key, operationCost };
  });
}

/** The same with the bytes of a body, of `CLIPGRAPH_BODY_KB_BY_KEY`. */
export function withBodyBytes(keys: readonly ApiKey[], entries: readonly string[], problems: string[]): ApiKey[] {
  const sizes = byKey(keys, entries, problems, { setting: 'CLIPGRAPH_BODY_KB_BY_KEY', unit: 'kilobytes', most: MOST_BODY_KB });
  return keys.map((key) => {
    const kilobytes = sizes.get(whoHas(key) ?? '');
    return kilobytes === undefined ? key : { ...key, bodyBytes: kilobytes * 1024 };
  });
}

interface NumbersByKey {
  readonly setting: string;
  readonly unit: string;
  readonly most: number;
}

function byKey(
  keys: readonly ApiKey[],
  entries: readonly string[],
  problems: string[],
  { setting, unit, most }: NumbersByKey,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const place = `Entry ${index + 1} of ${setting}`;
    const { who = '', number: text = '' } = OF_KEY.exec(entry)?.groups ?? {};
    const [name, number] = [who.trim(), numberIn(text, most)];
    if (number === undefined) problems.push(`${place} must be name=${unit} or name@tenant=${unit}, with 1 to ${most} ${unit}.`);
    else if (found.has(name)) problems.push(`${place} has the name of an earlier one.`);
    else if (!keys.some((key) => whoHas(key) === name)) problems.push(`${place} names no key of CLIPGRAPH_API_KEYS.`);
    else found.set(name, number);
  }
  return found;
}

function whoHas({ name, tenant }: ApiKey): string | undefined {
  return tenant === undefined ? name : `${name}@${tenant}`;
}

function numberIn(text: string, most: number): number | undefined {
  const number = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  return number >= 1 && number <= most ? number : undefined;
}
