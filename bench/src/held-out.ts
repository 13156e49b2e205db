import { createHash } from 'node:crypto';

/** Per cent of the photos of Tiny-ImageNet that training/data.py keeps from training. */
const HELD = 7n;

/** The same rule as `is_held` in training/data.py. */
export function isHeld(name: string): boolean {
  return BigInt(`0x${createHash('sha1').update(name).digest('hex')}`) % 100n < HELD;
}
