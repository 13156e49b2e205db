import { hash } from './random.ts';
import type { Facts } from './types.ts';

/** Which pictures may be shown in training, and which only afterwards. */
export type Split = 'train' | 'test';

/** The combinations of attributes a picture shows, each as a text: `red|car`, `car@field`, `sea/sunset`, `3 star`. */
export function combinations(facts: Facts): string[] {
  const found = new Set<string>();
  for (const { name, colour, count } of facts.objects) {
    found.add(`${colour}|${name}`);
    if (facts.place !== 'plain') found.add(`${name}@${facts.place}`);
    if (count > 1) found.add(`${count} ${name}`);
  }
  if (facts.relation !== undefined) found.add(`${facts.objects[0]?.name} ${facts.relation} ${facts.objects[1]?.name}`);
  if (facts.objects.length === 0) found.add(`${facts.place}/${facts.time ?? ''}/${facts.weather ?? ''}/${facts.season ?? ''}`);
  return [...found];
}

/** True of about one combination in twelve: those that training never shows. */
export const heldOut = (combination: string): boolean => hash(`held/${combination}`) % 12 === 0;

/** The split a picture belongs to: `test` as soon as one of its combinations is held out. */
export const splitOf = (facts: Facts): Split => (combinations(facts).some(heldOut) ? 'test' : 'train');
