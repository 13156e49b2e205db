import type { Modality } from '../model.ts';

/**
 * The capability `samples`: some records of a collection, chosen without regard to what they show. What a distribution is
 * estimated from, so the order of keys must not decide: keys often say what a picture shows.
 */
export interface Samples {
  /** Vectors of at most `limit` records that have one of this kind. The same ones as long as nothing is written. */
  vectors(collection: string, target: Modality, limit: number): Promise<readonly Float32Array[]>;
  /** Keys of the records that `vectors` takes. */
  keys(collection: string, target: Modality, limit: number): Promise<readonly string[]>;
}
