import { scene } from './scene.ts';
import type { Scene, SceneKind } from './types.ts';

/** One round of kinds: objects and landscapes are most of it. */
const mix: readonly SceneKind[] = [
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

/**
 * A fixed, mixed selection for a sample gallery: no two share a full caption, and their seeds are none that training uses.
 * @param count how many, 200 unless given
 */
export function gallery(count = 200): Scene[] {
  const chosen: Scene[] = [];
  const seen = new Set<string>();
  for (let seed = firstSeed; chosen.length < count; seed++) {
    const found = scene(seed, { kind: mix[chosen.length % mix.length]! });
    const text = found.captions[0]!;
    if (seen.has(text)) continue;
    seen.add(text);
    chosen.push(found);
  }
  return chosen;
}
