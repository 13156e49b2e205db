import type { KindDocuments } from '@clipgraph/contracts';

/** `verdict`: one that is not ALLOW was given. `review`: a person has decided. */
export type VerdictEvent = 'verdict' | 'review';

/** Is told of verdicts and reviews, at least once of each. */
export interface VerdictListener {
  /** What must be written together with new verdicts, so that the telling outlives the process. */
  newEvents(event: VerdictEvent, verdictIds: readonly string[]): Promise<KindDocuments>;
  /** Keeps events, unless they are kept already; they go out after the next {@link wake}. */
  add(event: VerdictEvent, verdictIds: readonly string[]): Promise<void>;
  /** There is something new to tell. */
  wake(): void;
}
