import { valuesAt, type JsonObject, type Primitive } from '@clipgraph/contracts';

import type { RankedHit } from './ranking.ts';

/**
 * Hits by the value of a payload field, at most `size` of each, in the order of each group's best hit. Of several values
 * the first counts; a hit without one is a group of its own. `payloads` stand beside the hits.
 */
export function grouped(
  hits: readonly RankedHit[],
  payloads: readonly (JsonObject | undefined)[],
  { field, size }: { readonly field: string; readonly size: number },
): readonly RankedHit[] {
  const groups = new Map<Primitive | RankedHit, RankedHit[]>();
  for (const [index, hit] of hits.entries()) {
    const value = valuesAt(payloads[index] ?? {}, field).find((found) => typeof found !== 'object') as Primitive | undefined;
    const members = groups.get(value ?? hit) ?? [];
    groups.set(value ?? hit, members);
    if (members.length < size) members.push({ ...hit, group: value ?? null });
  }
  return [...groups.values()].flat();
}
