import { documentsOf } from '@clipgraph/module-kit';
import { invalidInput, isCollectionName, PluginError, type DocumentStore } from '@clipgraph/contracts';

import { vocabularyKind, type VocabularyDocument } from './kinds.ts';

/** A saved list of words; what the GraphQL type `Vocabulary` resolves from. */
export interface VocabularyRecord {
  readonly name: string;
  readonly words: readonly string[];
  readonly updatedAt: Date;
}

/** Vocabularies in a document store, one under each name. */
export interface VocabularyRecords {
  /** Replaces one of the same name. INVALID_INPUT for a name that none can have. */
  save(name: string, words: readonly string[]): Promise<VocabularyRecord>;
  find(name: string): Promise<VocabularyRecord | undefined>;
  /** Like {@link VocabularyRecords.find}; NOT_FOUND where there is none. */
  named(name: string): Promise<VocabularyRecord>;
  list(query: { readonly after?: string | null | undefined; readonly limit: number }): Promise<VocabularyRecord[]>;
  /** False when there was none. */
  delete(name: string): Promise<boolean>;
}

export function vocabularyRecords(documents: DocumentStore): VocabularyRecords {
  const kept = documentsOf(documents, vocabularyKind);
  const find = async (name: string): Promise<VocabularyRecord | undefined> => {
    const document = isCollectionName(name) ? await kept.get(name) : undefined;
    return document && fromDocument(document);
  };
  return {
    find,
    async save(name, words) {
      if (!isCollectionName(name))
        throw invalidInput('INVALID', 'The name of a vocabulary has 1 to 64 letters, digits, _ and -, a letter or digit first.');
      const record = { name, words, updatedAt: new Date() };
      await kept.put(name, { name, words, updatedAt: record.updatedAt.toISOString() });
      return record;
    },
    async named(name) {
      const found = await find(name);
      if (!found) throw new PluginError('NOT_FOUND', 'There is no vocabulary of that name.');
      return found;
    },
    async list({ after, limit }) {
      const found = await kept.list({ ...(after && { after }), limit });
      return found.map(({ document }) => fromDocument(document));
    },
    delete: async (name) => isCollectionName(name) && kept.delete(name),
  };
}

function fromDocument({ name, words, updatedAt }: VocabularyDocument): VocabularyRecord {
  return { name, words, updatedAt: new Date(updatedAt) };
}
