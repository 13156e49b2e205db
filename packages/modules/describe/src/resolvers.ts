import { pageSize, priced } from '@clipgraph/module-kit';
import { classHeads } from '@clipgraph/zero-shot';

import { describe } from './describe.ts';
import type { DescribePorts } from './describe-ports.ts';
import { generalVocabulary } from './general-vocabulary.ts';
import type { Resolvers } from './generated/types.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { describePrices } from './prices.ts';
import { vocabularyRecords } from './vocabulary-records.ts';
import { checkWords } from './words.ts';

/** Some 28,000 heads of 512 numbers. */
const HEAD_CACHE_BYTES = 64 * 1024 * 1024;
const STANDARD_PAGE = 20;

export function resolvers(options: DescribePorts): Resolvers {
  const heads = classHeads(HEAD_CACHE_BYTES, options.keptHeads);
  const records = vocabularyRecords(options.documents);
  const general = generalVocabulary(heads, options.onProgress ?? (() => undefined));
  const parts = { ...options, heads, records, general };
  return priced<Resolvers>(describePrices, {
    Query: {
      describe: (_root, args, context) => describe(parts, args, context),
      vocabularies: (_root, { first, after }) => {
        const limit = pageSize(first, STANDARD_PAGE, MAX_PAGE_SIZE);
        return records.list({ after, limit });
      },
      vocabulary: async (_root, { name }) => {
        return (await records.find(name)) ?? null;
      },
    },
    Mutation: {
      saveVocabulary: (_root, { name, words }) => {
        checkWords(words, 'words');
        return records.save(
          name,
          words.map((word) => word.trim()),
        );
      },
      deleteVocabulary: (_root, { name }) => {
        return records.delete(name);
      },
    },
  });
}
