export * from './embed-module.ts';
export * from './embedding-node.ts';
export { embedLimits } from './limits.ts';
export { embedPrices } from './prices.ts';
export * from './schema.ts';
