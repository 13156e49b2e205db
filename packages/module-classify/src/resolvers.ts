import { classHeads, everydayBackground } from '@clipgraph/zero-shot';

import { classify } from './classify.ts';
import type { ClassifyModuleOptions } from './classify-module.ts';
import type { Resolvers } from './generated/types.ts';
import { similarity } from './similarity.ts';

const HEAD_CACHE_BYTES = 64 * 1024 * 1024;

export function resolvers(options: ClassifyModuleOptions): Resolvers {
  const heads = classHeads(options.headCacheBytes ?? HEAD_CACHE_BYTES);
  const parts = { ...options, heads, background: everydayBackground(heads) };
  return {
    Query: {
      classify: (_root, args, context) => classify(parts, args, context),
      similarity: (_root, args, context) => similarity(parts, args, context),
    },
  };
}
