import type { ModerationAction } from '../generated/types.ts';
import { compareActions } from '../policy/actions.ts';
import type { Finding } from './finding.ts';

/** The rules that passed, hardest action first, then the likeliest; shadow rules among them. */
export function findingsOf(scores: readonly Finding[]): Finding[] {
  return scores.filter(({ passed }) => passed).sort((a, b) => compareActions(b.action, a.action) || b.probability - a.probability);
}

/** The hardest action of the rules that passed and are no shadow; ALLOW without any. */
export function decide(scores: readonly Finding[]): ModerationAction {
  return scores
    .filter(({ passed, shadow }) => passed && !shadow)
    .reduce<ModerationAction>((hardest, { action }) => (compareActions(action, hardest) > 0 ? action : hardest), 'ALLOW');
}
