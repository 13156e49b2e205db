import { captions } from './captions.ts';
import { contrast } from './contrast.ts';
import { paint } from './paint.ts';
import { plan } from './plan.ts';
import { random } from './random.ts';
import { splitOf, type Split } from './split.ts';
import type { Facts, Scene, SceneKind } from './types.ts';

/** What is asked of a scene beside its seed. */
export interface SceneOptions {
  /** `train` never shows a combination that is held out, `test` always shows one. Any picture when left out. */
  split?: Split;
  /** Any kind when left out. */
  kind?: SceneKind;
}

/** The scene of given facts; the seed chooses what they leave open. */
export function sceneOf(facts: Facts, seed: number): Scene {
  return {
    seed,
    kind: facts.kind,
    svg: paint(facts, seed),
    captions: captions(facts, random(seed, 'captions')),
    facts,
    contrast: contrast(facts, random(seed, 'contrast')),
  };
}

/**
 * The scene of a seed: the same seed and options always give the same scene, byte for byte.
 * @param seed any integer from 0 to 2^53 - 1
 * @throws RangeError when the seed is not such an integer
 */
export function scene(seed: number, { split, kind }: SceneOptions = {}): Scene {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError('the seed must be a whole number, 0 or more');
  const rng = random(seed, `plan/${split ?? ''}/${kind ?? ''}`);
  let facts: Facts | undefined;
  for (let tries = 0; tries < 2000; tries++) {
    const found = plan(rng, kind);
    if (found !== undefined && (split === undefined || splitOf(found) === split)) {
      facts = found;
      break;
    }
  }
  if (facts === undefined) throw new RangeError(`no ${split ?? ''} scene of kind '${kind ?? 'any'}' was found`);
  return sceneOf(facts, seed);
}
