export { assetImage } from './asset-image.ts';
export { CALIBRATION_SAMPLE, calibratedScore, type CalibratedScore } from './calibration.ts';
export { searchLimitList, standardLimits, type SearchLimits } from './limits.ts';
export { pictures, type Pictures } from './pictures.ts';
export { searchPrices } from './prices.ts';
export { searchTypeDefs } from './schema.ts';
export { searchModule, type SearchModuleOptions } from './search-module.ts';
