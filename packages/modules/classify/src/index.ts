export * from './classify-module.ts';
export { classifyLimits } from './limits.ts';
export { classifyPrices } from './prices.ts';
export * from './schema.ts';
export { classifyKinds } from './kinds.ts';
