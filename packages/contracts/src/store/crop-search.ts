import type { RequestOptions } from '../encoder.ts';
import type { SearchResult, VectorQuery } from './queries.ts';
import type { RecordVectors } from './records.ts';

/**
 * The capability `crops`: vectors of parts of pictures beside those of whole pictures, in collections whose crops are kept
 * `each`. Such a store takes them with `upsert` (at most `MAX_CROPS` a record, only beside a picture's, boxes inside the
 * picture), and refuses them with INVALID_INPUT in every other collection. They come and go with their record, and count
 * nowhere else: `search`, recommendations, samples and counts go by whole pictures. Nothing stands in for it.
 */
export interface CropSearch {
  /**
   * As `VectorStore.search`, but a record's cosine is the best of those of its picture and of the picture's parts; each
   * record once. Where there are no parts, and with the target `text`, it is `VectorStore.search`.
   */
  search(collection: string, fingerprint: string, query: VectorQuery, options?: RequestOptions): Promise<SearchResult>;
  /** As `VectorStore.vectors`, with those of parts: boxes exact in float32, in the order in which they were written. */
  vectors(collection: string, keys: readonly string[]): Promise<readonly (RecordVectors | undefined)[]>;
}
