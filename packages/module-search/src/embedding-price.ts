import { PRICES } from '@clipgraph/graphql-kit';

/** Of embedding the picture and the text of one item, where it has them. */
export function embeddingPrice({ image, text }: { readonly image?: unknown; readonly text?: unknown }): number {
  return (image ? PRICES.image : 0) + (text ? PRICES.text : 0);
}
