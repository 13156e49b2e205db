import type { Filter, KindIndexes } from '@clipgraph/contracts';

/** A document on its way: JSON, stored as it is and read only where a filter or an index asks. */
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
  /** Builds and drops indexes, so that the kinds have these. */
  declare(kinds: readonly KindIndexes[]): void;
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

const WRITES: Readonly<Record<keyof Writes, true>> = { declare: true, insert: true, put: true, delete: true, deleteBefore: true };

export function isWrite(method: string): method is keyof Writes {
  return Object.hasOwn(WRITES, method);
}
