import { favourites } from './favourites.ts';
import { scene, sceneOf } from './scene.ts';
import type { Facts, Scene, SceneKind } from './types.ts';

/** One round of kinds: objects and landscapes are most of it. */
const round: readonly SceneKind[] = [
  'object',
  'landscape',
  'object',
  'count',
  'object',
  'landscape',
  'object',
  'pair',
  'landscape',
  'object',
  'shapes',
  'landscape',
];

/** Seeds far from those that training counts up from. */
const firstSeed = 4_000_000_000;

/** Every fifth picture of things may have a plain background; the others show a place. */
const plainEvery = 5;

/** True of pictures that are easy to see on a small tile. */
function clear(facts: Facts): boolean {
  const dim = facts.time === 'night' && facts.weather !== 'clear' && facts.weather !== 'snow';
  const faint = facts.weather === 'fog' && facts.objects.length > 0;
  return !dim && !faint && facts.objects.every(({ size }) => size !== 'small');
}

/**
 * A fixed, mixed selection for a sample gallery, the same on every machine. No two share a full caption, and no
 * thing is in many of them. Their seeds are none that training uses; some show combinations held out from it.
 * @param count how many, 200 unless given
 */
export function gallery(count = 200): Scene[] {
  const chosen: Scene[] = [];
  const captions = new Set<string>();
  const shown = new Map<string, number>();
  // A thing may come again once a round has passed for every picture it was in.
  const rare = (name: string): boolean => (shown.get(name) ?? 0) < 1 + chosen.length / 60;
  for (let seed = firstSeed; chosen.length < count; seed++) {
    const kind = round[chosen.length % round.length]!;
    // Every eighth is one of the favourites, until they are all shown.
    const favourite = chosen.length % 8 === 0 ? favourites[chosen.length / 8] : undefined;
    const found = favourite === undefined ? scene(seed, { kind }) : sceneOf(favourite, seed);
    const { facts } = found;
    const caption = found.captions[0]!;
    const plain = facts.place === 'plain' && kind !== 'shapes' && chosen.length % plainEvery !== 0;
    const names = facts.objects.length > 0 && kind !== 'shapes' ? facts.objects.map(({ name }) => name) : [`${kind} ${facts.place}`];
    const repeated = kind !== 'shapes' && !names.every((name) => rare(name));
    if (captions.has(caption) || (favourite === undefined && (plain || repeated || !clear(facts)))) continue;
    captions.add(caption);
    for (const name of names) shown.set(name, (shown.get(name) ?? 0) + 1);
    chosen.push(found);
  }
  return chosen;
}
