import type { ClipgraphClient, ClipgraphError } from '@clipgraph/client';

import type { PatienceOptions } from './patience.ts';
import type { Failure } from './walk-images.ts';

/** Where and how batches are indexed. */
export interface Target {
  readonly client: ClipgraphClient;
  readonly collection: string;
  /** Aborted: send nothing new. What the server works on already is waited for. */
  readonly stop: AbortSignal;
  readonly report: Report;
}

/** Told of every file once. */
export interface Report {
  indexed(): void;
  /** The server has the same bytes already. */
  skipped(): void;
  failed(failure: Failure): void;
  /** The server is busy or gone for a moment. */
  waiting(error: ClipgraphError): void;
}

export function patience({ stop, report }: Target): PatienceOptions {
  return { signal: stop, onWait: (error) => report.waiting(error) };
}
