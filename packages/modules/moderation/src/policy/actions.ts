import type { ModerationAction } from '../generated/types.ts';

/** From mildest to hardest. */
export const ACTIONS: readonly ModerationAction[] = ['ALLOW', 'BLUR', 'REVIEW', 'BLOCK'];

/** Negative when `a` is milder than `b`. */
export function compareActions(a: ModerationAction, b: ModerationAction): number {
  return ACTIONS.indexOf(a) - ACTIONS.indexOf(b);
}
