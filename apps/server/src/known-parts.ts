import { sqliteDocuments } from '@clipgraph/documents-sqlite';
import type { Part } from '@clipgraph/gateway';
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

/** Every bundled plugin and module: a gateway is told of them so that it can say which one a composition lacks. */
export function knownParts(): readonly Part[] {
  return [
    clip(),
    sqliteVectors(),
    qdrant(),
    sqliteDocuments(),
    pictureFolder(),
    embed(),
    classify(),
    describe(),
    search(),
    moderation(),
    migration(),
    gallery(),
  ];
}
