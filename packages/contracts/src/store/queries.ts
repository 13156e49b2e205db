import type { Filter } from '../filter.ts';
import type { Modality } from '../model.ts';

/** INVALID_INPUT for a vector that is not of unit length or has other dimensions than the collection's. */
export interface VectorQuery {
  readonly vector: Float32Array;
  /** Which named vector it is compared with; records without it are no candidates. */
  readonly target: Modality;
  readonly filter?: Filter;
  /** Most hits to return: a whole number of at least 1, else INVALID_INPUT. It may exceed the number of records. */
  readonly limit: number;
}

export interface Hit {
  readonly key: string;
  /** Cosine of the query and the record's vector, right to 1e-5, and never outside -1 to 1: clamp what rounding carries past. */
  readonly cosine: number;
}

export interface SearchResult {
  /** Highest cosine first; equal cosines by key, in code-point order, also where the limit cuts. */
  readonly hits: readonly Hit[];
  /** How many records were candidates and passed the filter, where the store knows. */
  readonly matched?: number;
}

export interface ScrollQuery {
  readonly filter?: Filter;
  /** Only keys after this one, which need not be there. */
  readonly after?: string;
  /** Most records to return: a whole number of at least 1, else INVALID_INPUT. Fewer only where no more follow. */
  readonly limit: number;
}
