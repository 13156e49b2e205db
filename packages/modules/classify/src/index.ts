export * from './classify-module.ts';
export type { ClassifyModuleOptions } from './classify-module-options.ts';
export { classifyLimits } from './limits.ts';
export { classifyPrices } from './prices.ts';
export * from './schema.ts';
export { classifyKinds } from './kinds.ts';
