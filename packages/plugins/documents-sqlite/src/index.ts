export * from './sqlite-documents.ts';
export * from './documents-plugin.ts';
