import { fitOf, type Embedder } from '@clipgraph/contracts';

import type { ClassHeads } from './class-heads.ts';
import type { LabelClass } from './label-class.ts';
import { singleFlight } from './single-flight.ts';

/** The heads of the model's everyday words (`ModelFit.everyday`), in its own templates; made once for each model and kept. */
export type Background = (embedder: Embedder, signal: AbortSignal) => Promise<readonly Float32Array[]>;

export function everydayBackground(heads: ClassHeads): Background {
  const known = new Map<string, readonly Float32Array[]>();
  const shared = singleFlight<readonly Float32Array[]>();
  return async (embedder, signal) => {
    const { fingerprint, templates } = embedder.model;
    const found = known.get(fingerprint);
    if (found) return found;
    return shared(fingerprint, signal, async (signal) => {
      const made = await heads.of(
        embedder,
        fitOf(embedder.model).everyday.map((name): LabelClass => ({ name, templates, path: 'background' })),
        signal,
      );
      known.set(fingerprint, made);
      return made;
    });
  };
}
