export * from './given-values.ts';
export * from './read-settings.ts';
export * from './setting-schemas.ts';
