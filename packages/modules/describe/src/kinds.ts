import type { DocumentKind } from '@clipgraph/contracts';
import * as v from 'valibot';

export interface VocabularyDocument {
  readonly name: string;
  readonly words: readonly string[];
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** Under its name: a list of words. */
export const vocabularyKind: DocumentKind<VocabularyDocument> = {
  name: 'vocabulary',
  version: 1,
  schema: v.object({ name: v.string(), words: v.array(v.string()), updatedAt: v.pipe(v.string(), v.isoTimestamp()) }),
};

/** What this module keeps, for `openKinds`. */
export const describeKinds: Readonly<Record<string, DocumentKind>> = { vocabulary: vocabularyKind };
