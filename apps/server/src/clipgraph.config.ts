import { sqliteDocuments } from '@clipgraph/documents-sqlite';
import { defineGateway, type GatewayDefinition } from '@clipgraph/gateway';
import { classify } from '@clipgraph/module-classify';
import { describe } from '@clipgraph/module-describe';
import { embed } from '@clipgraph/module-embed';
import { gallery } from '@clipgraph/module-gallery';
import { migration } from '@clipgraph/module-migration';
import { moderation } from '@clipgraph/module-moderation';
import { search } from '@clipgraph/module-search';
import { pictureFolder } from '@clipgraph/pictures-folder';
import { qdrant } from '@clipgraph/store-qdrant';
import { sqliteVectors } from '@clipgraph/store-sqlite';

import { clip } from './clip.ts';

/** What `npm start` and `clipgraph serve` run where there is no `clipgraph.config.ts`: the one place where the bundled plugins meet. */
export const defaultGateway: GatewayDefinition = defineGateway((env) => ({
  encoders: [clip()],
  vectors: env['QDRANT_URL']?.trim() ? qdrant() : sqliteVectors(),
  documents: sqliteDocuments(),
  pictures: pictureFolder(),
  modules: [embed(), classify(), describe(), search(), moderation(), migration(), gallery()],
}));
