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
  /** Of its things beside their usual size, above 0, at most 1; they stand where they stood. 1 when left out. */
  scale?: number;
}

/** The scene of given facts; the seed chooses what they leave open. */
export function sceneOf(facts: Facts, seed: number, scale: number = 1): Scene {
  return {
    seed,
    kind: facts.kind,
    svg: paint(facts, seed, scale),
    captions: captions(facts, random(seed, 'captions')),
    facts,
    contrast: contrast(facts, random(seed, 'contrast')),
  };
}

/**
 * The scene of a seed: the same seed and options always give the same scene, byte for byte.
 * @param seed any integer from 0 to 2^53 - 1
 * @throws RangeError when the seed is not such an integer, or the scale not above 0 and at most 1
 */
export function scene(seed: number, options: SceneOptions = {}): Scene {
  const { scale = 1 } = options;
  if (!(scale > 0 && scale <= 1)) throw new RangeError('the scale must be above 0 and at most 1');
  return sceneOf(factsOf(seed, options), seed, scale);
}

/** What {@link scene} shows, without its picture and its captions. */
export function factsOf(seed: number, { split, kind }: Omit<SceneOptions, 'scale'> = {}): Facts {
  if (!Number.isSafeInteger(seed) || seed < 0) throw new RangeError('the seed must be a whole number, 0 or more');
  const rng = random(seed, `plan/${split ?? ''}/${kind ?? ''}`);
  for (let tries = 0; tries < 2000; tries++) {
    const found = plan(rng, kind);
    if (found !== undefined && (split === undefined || splitOf(found) === split)) return found;
  }
  throw new RangeError(`no ${split ?? ''} scene of kind '${kind ?? 'any'}' was found`);
}
