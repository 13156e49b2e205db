import type { BlocklistMatch } from '../blocklists/blocklist-match.ts';
import type { ModerationAction } from '../generated/types.ts';

/** How one rule fitted one image: what the GraphQL type `Finding` resolves from, and what is kept and sent. */
export interface Finding {
  readonly rule: string;
  readonly probability: number;
  readonly threshold: number;
  readonly passed: boolean;
  readonly action: ModerationAction;
  readonly shadow: boolean;
  /** The description, `examples[2]`, or the entry of a blocklist. */
  readonly closest: string;
  /** Of a rule with a blocklist that holds anything to compare with. */
  readonly match?: BlocklistMatch | undefined;
  /** Where an exception of the rule held: its place among them, and the action that it stands instead of. */
  readonly exception?: { readonly index: number; readonly insteadOf: ModerationAction } | undefined;
}
