import type { ErrorCode, Filter, InputErrorCode } from '@clipgraph/contracts';

/** A document on its way: JSON, stored as it is and read only where a filter asks. */
export interface SentDocument {
  readonly id: string;
  readonly json: string;
}

/** Documents of one kind on their way. */
export interface SentKind {
  readonly kind: string;
  readonly documents: readonly SentDocument[];
}

/** One stretch of a kind, from its first row at or after the bounds. */
export interface Stretch {
  readonly filter?: Filter | undefined;
  readonly descending: boolean;
  readonly after?: string | undefined;
  readonly until?: string | undefined;
  /** Most documents that may pass. */
  readonly limit: number;
}

/** What a stretch held. With `resumeAfter` there may be more after that id; without, it was the end. */
export interface Found {
  readonly passed: readonly SentDocument[];
  readonly resumeAfter?: string | undefined;
}

export interface Counted {
  readonly count: number;
  readonly resumeAfter?: string | undefined;
}

/** Calls that change something. Each changes all or nothing, and is answered once the change is on the disk. */
export interface Writes {
  insert(parts: readonly SentKind[]): void;
  put(kind: string, document: SentDocument): void;
  delete(kind: string, id: string): boolean;
  deleteBefore(kind: string, id: string): number;
}

/** What the worker can be asked; each call is answered in turn. */
export interface Engine extends Writes {
  get(kind: string, id: string): string | undefined;
  /** Looks at a bounded number of rows, so that a long list lets other calls in between. */
  find(kind: string, stretch: Stretch): Found;
  countAll(kind: string): number;
  countPassing(kind: string, filter: Filter, after?: string): Counted;
  health(): void;
  close(): void;
}

export type Method = keyof Engine;

const WRITES: Readonly<Record<keyof Writes, true>> = { insert: true, put: true, delete: true, deleteBefore: true };

export function isWrite(method: Method): method is keyof Writes {
  return method in WRITES;
}

export interface Call {
  readonly id: number;
  readonly method: Method;
  readonly args: readonly unknown[];
}

export interface SentError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly input?: InputErrorCode | undefined;
  readonly cause?: string | undefined;
}

export type FromWorker =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly error: SentError }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: SentError };
