export * from './complete-store.ts';
export * from './record-pages.ts';
