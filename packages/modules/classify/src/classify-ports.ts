import type { EmbedderSet } from '@clipgraph/module-kit';
import type { DocumentStore, ImageReader, ReviewReader, VectorStore } from '@clipgraph/contracts';

/** What the module works with. */
export interface ClassifyPorts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  /** Keeps the classifiers. */
  readonly documents: DocumentStore;
  /** Whose collections classifiers are trained from. */
  readonly store: VectorStore;
  /** What people have decided about pictures; without it, nothing is trained from reviews. */
  readonly reviews?: ReviewReader | undefined;
  /** Memory for class heads, so that labels seen before cost nothing. Default 64 MiB: 28,000 heads of 512 numbers. */
  readonly headCacheBytes?: number;
}
