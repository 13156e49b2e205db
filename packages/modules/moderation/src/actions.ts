import type { ModerationAction } from './generated/types.ts';

/** From mildest to hardest. */
export const ACTIONS: readonly ModerationAction[] = ['ALLOW', 'BLUR', 'REVIEW', 'BLOCK'];
