import { CONTRACT, defineModule, type GatewayModule } from '@clipgraph/contracts';

import { classifyKinds } from './kinds.ts';
import { classifierRecords } from './classifier-records.ts';
import { resolvers } from './resolvers.ts';
import { classifyTypeDefs } from './schema.ts';

/** Memory for class heads, over all tenants. */
const CLASS_HEAD_BYTES = 64 * 1024 * 1024;

/** Classification, zero-shot and by saved classifiers, and `Query.similarity`. Needs the type `Model` of the module `embed` beside it. */
export function classify(): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'classify',
    typeDefs: classifyTypeDefs,
    kinds: classifyKinds,
    open({ embedders, pictures, documents, vectors, reviews, memoryShare }) {
      const records = classifierRecords(documents);
      const headCacheBytes = Math.floor(CLASS_HEAD_BYTES * memoryShare);
      const ports = { embedders, images: pictures, documents, store: vectors, reviews, headCacheBytes };
      return {
        resolvers: { ...resolvers(ports, records) },
        nodes: {
          Classifier: async ([name, version, ...rest]) => {
            if (name === undefined || !/^\d{1,9}$/.test(version ?? '') || rest.length > 0) return null;
            const found = await records.find(name, Number(version));
            return found ? { ...found, __typename: 'Classifier' } : null;
          },
        },
      };
    },
  });
}
