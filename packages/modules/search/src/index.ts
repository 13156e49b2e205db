export { CALIBRATION_SAMPLE, calibratedScore, type CalibratedScore } from './calibration.ts';
export { searchLimitList, standardLimits, type SearchLimits } from './limits.ts';
export { searchPrices } from './prices.ts';
export { searchTypeDefs } from './schema.ts';
export { search } from './search-module.ts';
