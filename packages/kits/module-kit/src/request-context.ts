import type { CostMeter } from './cost.ts';

/** Facts of one request. Encoders, stores and settings travel by closure, never through here. */
export interface RequestContext {
  readonly requestId: string;
  /** Aborted when the caller leaves or the request's deadline passes. */
  readonly signal: AbortSignal;
  readonly cost: CostMeter;
  /** Name of the API key that asked, where keys have names; for the record. */
  readonly keyName?: string | undefined;
}
