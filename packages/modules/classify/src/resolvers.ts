import { globalId, pageSize, priced } from '@clipgraph/module-kit';
import { probeTrainer } from '@clipgraph/probe';
import { classHeads, everydayBackground } from '@clipgraph/zero-shot';

import type { ClassifierRecords } from './classifier-records.ts';
import { classify } from './classify.ts';
import type { ClassifyPorts } from './classify-ports.ts';
import type { Resolvers } from './generated/types.ts';
import { MAX_PAGE_SIZE } from './limits.ts';
import { classifyPrices } from './prices.ts';
import { saveClassifier } from './save-classifier.ts';
import { similarity } from './similarity.ts';
import { trainClassifier } from './train-classifier.ts';

const HEAD_CACHE_BYTES = 64 * 1024 * 1024;
const STANDARD_PAGE = 20;

export function resolvers(options: ClassifyPorts, records: ClassifierRecords): Resolvers {
  const heads = classHeads(options.headCacheBytes ?? HEAD_CACHE_BYTES);
  const parts = { ...options, heads, background: everydayBackground(heads), records, trainer: probeTrainer() };
  return priced<Resolvers>(classifyPrices, {
    Query: {
      classify: (_root, args, context) => classify(parts, args, context),
      similarity: (_root, args, context) => similarity(parts, args, context),
      classifiers: (_root, { first, after }) => {
        const limit = pageSize(first, STANDARD_PAGE, MAX_PAGE_SIZE);
        return records.list({ after, limit });
      },
      classifier: async (_root, { name, version }) => {
        return (await records.find(name, version)) ?? null;
      },
    },
    Mutation: {
      saveClassifier: (_root, args) => saveClassifier(records, args),
      trainClassifier: (_root, args, context) => trainClassifier(parts, args, context),
      deleteClassifier: (_root, { name, version }) => {
        return records.delete(name, version);
      },
    },
    Classifier: {
      id: ({ name, version }) => globalId('Classifier', name, String(version)),
      versions: ({ name }, { first }) => {
        const limit = pageSize(first, STANDARD_PAGE, MAX_PAGE_SIZE);
        return records.versions(name, limit);
      },
    },
  });
}
