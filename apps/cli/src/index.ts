/** What a `clipgraph.config.ts` is written with. */
export * from '@clipgraph/server';
