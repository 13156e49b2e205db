import type { EmbedderSet } from '@clipgraph/module-kit';
import type { DocumentStore, ImageReader, KeptVectors, VectorStore } from '@clipgraph/contracts';

import type { VocabularyProgress } from './general-vocabulary.ts';

/** What the module works with. */
export interface DescribePorts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  /** Keeps the vocabularies. */
  readonly documents: DocumentStore;
  /** Whose collections captions are taken from. */
  readonly store: VectorStore;
  /** Keeps the words' vectors beyond the process, so that a restart need not embed them again. */
  readonly keptHeads?: KeptVectors | undefined;
  /** Told after each part of the general vocabulary that had to be embedded. */
  readonly onProgress?: ((progress: VocabularyProgress) => void) | undefined;
}
