/** Adds up the work of one request and refuses it, before it runs, past the limit. */
export interface CostMeter {
  /** Most points that the request may cost. */
  readonly limit: number;
  readonly charged: number;
  /** Throws an error with code COST_LIMIT_EXCEEDED when the sum would pass the limit. */
  charge(points: number): void;
}

/** Facts of one request. Encoders, stores and settings travel by closure, never through here. */
export interface RequestContext {
  readonly requestId: string;
  /** Aborted when the caller leaves or the request's deadline passes. */
  readonly signal: AbortSignal;
  readonly cost: CostMeter;
  /** Name of the API key that asked, where keys have names; for the record. */
  readonly keyName?: string | undefined;
}
