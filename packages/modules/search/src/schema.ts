import { assetTypeDefs } from './asset-schema.ts';
import { collectionTypeDefs } from './collection-schema.ts';
import { queryTypeDefs } from './query-schema.ts';
import { recommendTypeDefs } from './recommend-schema.ts';

/** All types of the module. */
export const searchTypeDefs: string = [collectionTypeDefs, assetTypeDefs, queryTypeDefs, recommendTypeDefs].join('');
