import { CONTRACT, defineModule, type GatewayModule } from '@clipgraph/contracts';
import { givenAs, onOffSchema, optionProblems } from '@clipgraph/settings-kit';

import { ensureGallery, GALLERY } from './ensure-gallery.ts';

export interface GalleryModuleOptions {
  /** Whether the samples are added at the first start. Default: `CLIPGRAPH_GALLERY`, else true. */
  readonly samples?: boolean;
}

/** A collection of drawn pictures, so that a newcomer has something to search. Tenants get none. */
export function gallery(options: GalleryModuleOptions = {}): GatewayModule {
  return defineModule({
    contract: CONTRACT,
    name: 'gallery',
    settings: {
      samples: {
        env: 'CLIPGRAPH_GALLERY',
        about: 'Whether the sample gallery is made at the first start.',
        schema: onOffSchema(true),
        value: options.samples,
        valueSchema: givenAs(onOffSchema(true)),
      },
    },
    settingProblems: () => optionProblems('gallery', options, { samples: undefined }),
    async open({ tenant, dataDir, embedders, vectors, pictures }, settings) {
      if (!settings.samples || tenant !== undefined) return {};
      const added = await ensureGallery({ dataDir, embedders: embedders.all, store: vectors, pictures });
      return { notes: added > 0 ? [`samples    ${added} rendered pictures in the collection "${GALLERY}"`] : [] };
    },
  });
}
