export { assetImage } from './asset-image.ts';
export { standardLimits, type SearchLimits } from './limits.ts';
export { pictures, type Pictures } from './pictures.ts';
export { searchTypeDefs } from './schema.ts';
export { searchModule, type SearchModuleOptions } from './search-module.ts';
