import { checkLength, eachItem, imageRef, isInputError, type InputError, type RequestContext } from '@clipgraph/module-kit';
import type { ModelInfo } from '@clipgraph/contracts';
import { cosine, requireText } from '@clipgraph/zero-shot';

import type { ClassifyPorts } from './classify-ports.ts';
import type { QuerySimilarityArgs } from './generated/types.ts';
import { MAX_IMAGES, MAX_TEXTS } from './limits.ts';

/** What the GraphQL type `SimilarityMatrix` resolves from. */
export interface SimilarityNode {
  /** Row i, column j: image i and text j; null where either was wrong. */
  readonly cosine: (number | null)[][];
  readonly imageErrors: (InputError | null)[];
  readonly textErrors: (InputError | null)[];
  readonly model: ModelInfo;
}

/** Every image against every text, word for word: no templates, no cache. */
export async function similarity(
  { embedders, images: reader }: ClassifyPorts,
  { images, texts, model: name }: QuerySimilarityArgs,
  { signal }: RequestContext,
): Promise<SimilarityNode> {
  checkLength('images', images, MAX_IMAGES);
  checkLength('texts', texts, MAX_TEXTS);
  const embedder = embedders.named(name);
  requireText(embedder);

  const [rows, columns] = await Promise.all([
    eachItem(images, async (image) => embedder.embedImage(await reader.read(imageRef(image), { signal }), { signal })),
    eachItem(texts, async (text) => (await embedder.embedText(text, { signal })).vector),
  ]);
  return {
    cosine: rows.map((row) => columns.map((column) => (isInputError(row) || isInputError(column) ? null : cosine(row, column)))),
    imageErrors: rows.map((row) => (isInputError(row) ? row : null)),
    textErrors: columns.map((column) => (isInputError(column) ? column : null)),
    model: embedder.model,
  };
}
