import { dot, type LogOdds, type Modality, type CompleteStore } from '@clipgraph/contracts';

/** Vectors of the collection that tell how the cosines of a query lie. */
export const CALIBRATION_SAMPLE = 512;
/** With fewer vectors a mean and a spread say little. */
export const LEAST_CALIBRATED = 32;
/** Cosines that differ by less than float32 rounds have no spread. */
const LEAST_SPREAD = 1e-6;

/** What a cosine of one query is worth, 0 to 1; never lower for a higher cosine. */
export type CalibratedScore = (cosine: number) => number;

/** Records that tell it where each counts by the best of several vectors: as many vectors are compared as otherwise. */
const CROPS_SAMPLE = 128;

/** Undefined where the collection is too small for one, or all its vectors are alike to the query. */
export type Calibration = () => Promise<CalibratedScore | undefined>;

/**
 * The calibrated scores of one query: how many standard deviations its cosine stands above its cosines with a sample of
 * what it is compared with, and what odds the model gives to that. Sampled when first asked for, then kept, so that the pages
 * of a result agree.
 */
export function calibration(
  store: CompleteStore,
  collection: string,
  query: { vector: Float32Array; target: Modality; bestOfCrops?: { fingerprint: string } | undefined },
  odds: LogOdds,
): Calibration {
  const { vector, target, bestOfCrops } = query;
  let made: Promise<CalibratedScore | undefined> | undefined;
  const make = async (): Promise<CalibratedScore | undefined> => {
    if (bestOfCrops) {
      const keys = await store.samples.keys(collection, target, CROPS_SAMPLE);
      if (keys.length < LEAST_CALIBRATED) return undefined;
      const search = { vector, target, filter: { must: [{ kind: 'keys', keys }] }, limit: keys.length } as const;
      const { hits } = await store.crops.search(collection, bestOfCrops.fingerprint, search);
      return calibratedScore(
        hits.map(({ cosine }) => cosine),
        odds,
      );
    }
    const sample = await store.samples.vectors(collection, target, CALIBRATION_SAMPLE);
    return calibratedScore(
      sample.map((other) => dot(vector, other)),
      odds,
    );
  };
  return () =>
    (made ??= make().catch((error: unknown) => {
      made = undefined; // The next one may find the store well again.
      throw error;
    }));
}

/** From the cosines of a query with a sample; undefined without {@link LEAST_CALIBRATED} of them, or where they are all the same. */
export function calibratedScore(cosines: readonly number[], { slope, even }: LogOdds): CalibratedScore | undefined {
  if (cosines.length < LEAST_CALIBRATED) return undefined;
  const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  const spread = Math.sqrt(cosines.reduce((sum, cosine) => sum + (cosine - mean) ** 2, 0) / cosines.length);
  if (spread < LEAST_SPREAD) return undefined;
  return (cosine) => 1 / (1 + Math.exp(-slope * ((cosine - mean) / spread - even)));
}
