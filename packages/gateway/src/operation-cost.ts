import type { ApiKey } from './api-keys.ts';

/** Enough for every limit of docs/limits.md by itself, and some 50 s of one core: what a request has time for. */
export const STANDARD_OPERATION_COST = 500_000;

const MOST_OPERATION_COST = 1_000_000_000;

/** `name=points` or `name@tenant=points`, the name as it stands before the colon of `CLIPGRAPH_API_KEYS`. */
const OF_KEY = /^(?<who>[^=]+)=(?<points>[^=]*)$/;

/** The points of `CLIPGRAPH_OPERATION_COST`; adds what is wrong to the problems. */
export function parseOperationCost(text: string, problems: string[]): number {
  const points = pointsIn(text);
  if (points === undefined) problems.push(`CLIPGRAPH_OPERATION_COST must be a whole number from 1 to ${MOST_OPERATION_COST}.`);
  return points ?? STANDARD_OPERATION_COST;
}

/**
 * The keys, those that `CLIPGRAPH_OPERATION_COST_BY_KEY` names with points of their own; adds what is wrong to the
 * problems, by place. Keys that share a name, as while they change, share its points.
 */
export function withOperationCosts(keys: readonly ApiKey[], entries: readonly string[], problems: string[]): ApiKey[] {
  const costs = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const place = `Entry ${index + 1} of CLIPGRAPH_OPERATION_COST_BY_KEY`;
    const { who = '', points: text = '' } = OF_KEY.exec(entry)?.groups ?? {};
    const [name, points] = [who.trim(), pointsIn(text)];
    if (points === undefined) problems.push(`${place} must be name=points or name@tenant=points, with 1 to ${MOST_OPERATION_COST} points.`);
    else if (costs.has(name)) problems.push(`${place} has the name of an earlier one.`);
    else if (!keys.some((key) => whoHas(key) === name)) problems.push(`${place} names no key of CLIPGRAPH_API_KEYS.`);
    else costs.set(name, points);
  }
  return keys.map((key) => {
    const operationCost = costs.get(whoHas(key) ?? '');
    return operationCost === undefined ? key : { ...key, operationCost };
  });
}

function whoHas({ name, tenant }: ApiKey): string | undefined {
  return tenant === undefined ? name : `${name}@${tenant}`;
}

function pointsIn(text: string): number | undefined {
  const points = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  return points >= 1 && points <= MOST_OPERATION_COST ? points : undefined;
}
