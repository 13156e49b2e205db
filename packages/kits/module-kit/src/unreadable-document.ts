import { type DocumentStore, isPluginError, PluginError } from '@clipgraph/contracts';

/** A stored document that this version cannot read, as UNSUPPORTED. */
export class UnreadableDocument extends PluginError {
  readonly document: { readonly kind: string; readonly id: string };

  constructor(kind: string, id: string, problem: string, cause?: unknown) {
    super('UNSUPPORTED', `The stored ${kind} ${id} ${problem}`, { cause });
    this.document = { kind, id };
  }
}

export type UnreadableReport = (error: UnreadableDocument) => void;

const reports = new WeakMap<DocumentStore, UnreadableReport>();

/** Who is told of the documents of a store that {@link ifReadable} and lists leave out. Without anybody to tell, nothing is left out. */
export function reportUnreadable(store: DocumentStore, report: UnreadableReport): void {
  reports.set(store, report);
}

/**
 * For work on one of many: answers what it reads, and undefined where a document that it needs cannot be read, which is reported. One
 * document must not keep all others from being served.
 */
export async function ifReadable<Result>(store: DocumentStore, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    const report = isUnreadable(error) ? reports.get(store) : undefined;
    if (!report) throw error;
    report(error as UnreadableDocument);
    return undefined;
  }
}

/** Another copy of this package has another class. */
function isUnreadable(error: unknown): error is UnreadableDocument {
  return isPluginError(error) && error.code === 'UNSUPPORTED' && 'document' in error;
}
