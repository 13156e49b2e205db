import type { DocumentsPlugin, GatewayModule, PicturesPlugin, VectorsPlugin } from '@clipgraph/contracts';
import { sqliteDocuments as openDocuments } from '@clipgraph/documents-sqlite';
import { classify as classifyModule } from '@clipgraph/module-classify';
import { describe as describeModule } from '@clipgraph/module-describe';
import { embed as embedModule } from '@clipgraph/module-embed';
import { migration as migrationModule } from '@clipgraph/module-migration';
import { pictureFolder as openPictures } from '@clipgraph/pictures-folder';
import { sqliteVectors as openVectors } from '@clipgraph/store-sqlite';

import { withoutOptions } from './without-options.ts';

/** The embedded store of vectors, in the data folder. */
export const sqliteVectors: () => VectorsPlugin = withoutOptions('sqliteVectors', openVectors);
/** The embedded store of documents: policies, verdicts, classifiers and others. */
export const sqliteDocuments: () => DocumentsPlugin = withoutOptions('sqliteDocuments', openDocuments);
/** Indexed pictures as files of the data folder, one for each content. */
export const pictureFolder: () => PicturesPlugin = withoutOptions('pictureFolder', openPictures);
/** `Query.models` and `Query.embed`, and the type `Model` that other modules point to. */
export const embed: () => GatewayModule = withoutOptions('embed', embedModule);
/** Classification by labels in words and by saved classifiers, and `Query.similarity`. */
export const classify: () => GatewayModule = withoutOptions('classify', classifyModule);
/** `Query.describe`: tags, captions and relations of a picture. */
export const describe: () => GatewayModule = withoutOptions('describe', describeModule);
/** Moves a collection from one model to another while it goes on answering. */
export const migration: () => GatewayModule = withoutOptions('migration', migrationModule);
