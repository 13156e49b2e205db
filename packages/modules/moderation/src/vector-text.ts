/** A vector as it is kept in a document. */
export { vectorFromBase64 as vectorFrom, vectorToBase64 as vectorText } from '@clipgraph/module-kit';
