import { shown, type Json } from './architecture.ts';
import { checkpointError } from './checkpoint-error.ts';
import { chineseClipFamily } from './chinese-clip-family.ts';
import { clipFamily } from './clip-family.ts';
import type { Family } from './family.ts';
import { siglipFamily } from './siglip-family.ts';

/** By the `model_type` of `config.json`. SigLIP 2 of one resolution says `siglip` too. */
const FAMILIES: ReadonlyMap<unknown, Family> = new Map([
  ['clip', clipFamily],
  ['siglip', siglipFamily],
  ['chinese_clip', chineseClipFamily],
]);

/** Errors: UNSUPPORTED with the `model_type` that no family has, and those that there are. */
export function familyOf({ model_type: type }: Json): Family {
  const family = FAMILIES.get(type);
  if (family) return family;
  const known = [...FAMILIES.keys()].map((name) => `"${String(name)}"`).join(' or ');
  throw checkpointError(`config.json has the model_type ${shown(type)}, not ${known}`);
}
