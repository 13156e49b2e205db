export * from './check-options.ts';
export * from './did-you-mean.ts';
export * from './given-values.ts';
export * from './read-settings.ts';
export * from './setting-schemas.ts';
