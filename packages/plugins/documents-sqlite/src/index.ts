export * from './open-sqlite-documents.ts';
export * from './sqlite-documents.ts';
