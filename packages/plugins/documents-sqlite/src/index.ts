export * from './sqlite-documents.ts';
