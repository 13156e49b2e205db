import { cursorCodec, turns } from '@clipgraph/module-kit';
import { CONTRACT, defineModule, type GatewayModule } from '@clipgraph/contracts';

import { assetLoader } from './asset-loader.ts';
import { assetPages } from './asset-page.ts';
import { duplicatePages } from './duplicate-pages.ts';
import { frozenResults } from './frozen-results.ts';
import { indexAssets } from './index-assets.ts';
import { searchLimitProblems, searchLimits, type SearchLimits } from './limits.ts';
import { findCollection } from './open-collection.ts';
import { removal } from './removal.ts';
import { resolvers } from './resolvers.ts';
import { searchTypeDefs } from './schema.ts';
import { searchPages } from './search-page.ts';

/** Collections, assets and search: the types `Collection` and `Asset` with all that reads and writes them. */
export function search(options: Partial<SearchLimits> = {}): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'search',
    typeDefs: searchTypeDefs,
    entities: ['Asset'],
    settingProblems: () => searchLimitProblems(options),
    open({ embedders, pictures: images, vectors: store, secrets, memoryShare }) {
      const limits = searchLimits(options);
      const { kept: pictures, url: imageUrl } = images;
      const cursors = cursorCodec(secrets.derive('cursors of search'));
      const results = frozenResults({ maxBytes: Math.ceil(limits.keptResultBytes * memoryShare), lifetimeMs: limits.keptResultMs });
      const writes = turns();
      return {
        resolvers: {
          ...resolvers({
            embedders,
            store,
            images,
            imageUrl,
            limits,
            searchPage: searchPages({ store, cursors, results }),
            assetPage: assetPages({ store, cursors }),
            duplicatePage: duplicatePages({ store, cursors }),
            indexAssets: indexAssets({ store, images, pictures, writes, limits }),
            removal: removal({ store, pictures, writes }),
          }),
        },
        nodes: {
          Asset: assetLoader(store),
          Collection: async ([name, ...rest]) => {
            if (name === undefined || rest.length > 0) return null;
            return (await findCollection(store, name)) ?? null;
          },
        },
      };
    },
  });
}
