export * from './batched.ts';
export type { BatchedOptions, BatchReport, EmbedderStats } from './options.ts';
