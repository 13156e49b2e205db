import type { JsonObject } from '@clipgraph/contracts';

import type { ModerationAction, RuleExceptionInput } from '../generated/types.ts';

const withoutNulls = (_name: string, value: unknown): unknown => value ?? undefined;

/** A milder action for images of which a filter holds. */
export interface RuleException {
  /** A `FilterInput` as JSON, so that it can be shown as it was written. */
  readonly filter: JsonObject;
  readonly action: ModerationAction;
}

/** What is kept of a checked exception. */
export function exceptionFrom({ filter, action }: RuleExceptionInput): RuleException {
  return { filter: JSON.parse(JSON.stringify(filter, withoutNulls)) as JsonObject, action: action ?? 'ALLOW' };
}
