import type { EmbedderSet, SchemaModule } from '@clipgraph/graphql-kit';
import { PRICES } from '@clipgraph/graphql-kit';
import type { DocumentStore, ImageReader, ReviewReader, VectorStore } from '@clipgraph/spec';

import { classifierRecords } from './classifier-records.ts';
import { resolvers } from './resolvers.ts';
import { classifyTypeDefs } from './schema.ts';

/** What the module works with. */
export interface ClassifyModuleOptions {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  /** Keeps the classifiers. */
  readonly documents: DocumentStore;
  /** Whose collections classifiers are trained from. */
  readonly store: VectorStore;
  /** What people have decided about pictures; without it, nothing is trained from reviews. */
  readonly reviews?: ReviewReader | undefined;
  /** Memory for class heads, so that labels seen before cost nothing. Default 64 MiB: 28,000 heads of 512 numbers. */
  readonly headCacheBytes?: number;
}

/** Classification, zero-shot and by saved classifiers, and `Query.similarity`. Needs the type `Model` of the module `embed` beside it. */
export function classifyModule(options: ClassifyModuleOptions): SchemaModule {
  const records = classifierRecords(options.documents);
  return {
    name: 'classify',
    typeDefs: classifyTypeDefs,
    resolvers: resolvers(options, records) as SchemaModule['resolvers'],
    nodes: {
      Classifier: async ([name, version, ...rest], { cost }) => {
        if (name === undefined || !/^\d{1,9}$/.test(version ?? '') || rest.length > 0) return null;
        cost.charge(PRICES.result);
        const found = await records.find(name, Number(version));
        return found ? { ...found, __typename: 'Classifier' } : null;
      },
    },
  };
}
