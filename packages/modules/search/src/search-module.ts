import { cursorCodec, turns, type EmbedderSet, type SchemaModule } from '@clipgraph/module-kit';
import { CONTRACT, defineModule, type CompleteStore, type GatewayModule, type ImageReader, type KeptPictures } from '@clipgraph/contracts';

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

/** What the module works with. */
export interface SearchModuleOptions {
  readonly embedders: EmbedderSet;
  readonly store: CompleteStore;
  readonly images: ImageReader;
  /** Keeps the pictures of assets; all that keep or sweep them share one. */
  readonly pictures: KeptPictures;
  /** Address of a stored picture, or of a copy whose longer side is at most `size` pixels. */
  readonly imageUrl: (imageId: string, size?: number) => string;
  /** Signs cursors; must outlive the process, or the pages of collections end with it. */
  readonly cursorSecret: Uint8Array;
  readonly limits?: Partial<SearchLimits>;
}

/** Collections, assets and search: the types `Collection` and `Asset` with all that reads and writes them. */
export function searchModule(options: SearchModuleOptions): SchemaModule {
  const { embedders, store, images, pictures, imageUrl } = options;
  const limits = searchLimits(options.limits ?? {});
  const cursors = cursorCodec(options.cursorSecret);
  const results = frozenResults({ maxBytes: limits.keptResultBytes, lifetimeMs: limits.keptResultMs });
  const writes = turns();
  return {
    name: 'search',
    typeDefs: searchTypeDefs,
    resolvers: resolvers({
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
    }) as SchemaModule['resolvers'],
    nodes: {
      Asset: assetLoader(store),
      Collection: async ([name, ...rest]) => {
        if (name === undefined || rest.length > 0) return null;
        return (await findCollection(store, name)) ?? null;
      },
    },
    entities: ['Asset'],
  };
}

/** The module {@link searchModule} for a gateway. */
export function search(options: Partial<SearchLimits> = {}): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'search',
    typeDefs: searchTypeDefs,
    entities: ['Asset'],
    settingProblems: () => searchLimitProblems(options),
    open: ({ embedders, pictures, vectors, secrets, memoryShare }) => {
      const limits = searchLimits(options);
      const keptResultBytes = Math.ceil(limits.keptResultBytes * memoryShare);
      return searchModule({
        embedders,
        store: vectors,
        images: pictures,
        pictures: pictures.kept,
        imageUrl: pictures.url,
        cursorSecret: secrets.derive('cursors of search'),
        limits: { ...limits, keptResultBytes },
      });
    },
  });
}
