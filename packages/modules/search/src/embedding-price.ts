import { picturePrice, PRICES } from '@clipgraph/module-kit';
import type { Crops } from '@clipgraph/contracts';

/** Of embedding the picture, in crops where given, and the text of one item, where it has them. */
export function embeddingPrice({ image, text }: { readonly image?: unknown; readonly text?: unknown }, crops?: Crops): number {
  return (image ? picturePrice(crops) : 0) + (text ? PRICES.text : 0);
}
