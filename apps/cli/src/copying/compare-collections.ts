import type { CompleteStore } from '@clipgraph/contracts';
import { recordPages } from '@clipgraph/store-kit';

import { contentChecksum } from './content-checksum.ts';
import { assetsAt, assetsOf } from './stored-assets.ts';
import { TOLERANCE, vectorDifference } from './vector-difference.ts';

/** How two collections of one name compare, each read from its own store. */
export interface Comparison {
  readonly source: { readonly records: number; readonly checksum: string };
  readonly target: { readonly records: number; readonly checksum: string };
  /** Records whose vectors are missing or differ by more than {@link TOLERANCE}. */
  readonly otherVectors: number;
  /** The largest difference of two components among the others. */
  readonly farthest: number;
  readonly equal: boolean;
}

export async function compareCollections(
  name: string,
  from: CompleteStore,
  to: CompleteStore,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (records: number) => void },
): Promise<Comparison> {
  const [ofSource, ofTarget] = [contentChecksum(), contentChecksum()];
  let [otherVectors, farthest] = [0, 0];
  for await (const page of recordPages(from, name)) {
    signal.throwIfAborted();
    const assets = await assetsOf(from, name, page);
    const keys = assets.map(({ record }) => record.key);
    const there = await assetsAt(to, name, keys);
    for (const [i, { record, vectors }] of assets.entries()) {
      ofSource.add(record);
      const difference = there[i] ? vectorDifference(vectors, there[i].vectors) : Infinity;
      if (difference <= TOLERANCE) farthest = Math.max(farthest, difference);
      else otherVectors += 1;
    }
    onProgress(assets.length);
  }
  // On its own, so that what only the target has counts too.
  for await (const page of recordPages(to, name)) {
    signal.throwIfAborted();
    for (const record of page) ofTarget.add(record);
  }
  const [source, target] = [ofSource, ofTarget].map((sum) => ({ records: sum.count, checksum: sum.hex() })) as [
    Comparison['source'],
    Comparison['target'],
  ];
  const equal = source.records === target.records && source.checksum === target.checksum && otherVectors === 0;
  return { source, target, otherVectors, farthest, equal };
}
