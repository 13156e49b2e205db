import { differentBits, dot, hashWords, type LogOdds } from '@clipgraph/contracts';
import { sigmoid } from '@clipgraph/zero-shot';

import type { BlocklistEntry } from './blocklist.ts';
import type { BlocklistMatch } from './blocklist-match.ts';
import type { RuleBlocklist } from '../policy/policy.ts';
import type { ImageFeatures } from '../image-features.ts';

export interface NearestEntry {
  /** 0 to 1; at least one half within the rule's limits. */
  readonly probability: number;
  readonly entry: BlocklistEntry;
  readonly match: BlocklistMatch;
}

/** The entries of a blocklist at one time, in memory. */
export interface BlocklistIndex {
  /** By content hash. */
  readonly entries: ReadonlyMap<string, BlocklistEntry>;
  readonly bytes: number;
  /** By the odds of the model that made the picture's vector. Undefined where the list is empty. */
  nearest(picture: ImageFeatures, limits: RuleBlocklist, alike: LogOdds): NearestEntry | undefined;
}

/** Half a bit past the most that may differ, the chance is even; each bit more divides the odds by e. */
const EVEN_PAST_LIMIT = 0.5;

/** Beside a vector: hashes, a note, and what holds them. */
const ENTRY_BYTES = 1000;

export function blocklistIndex(entries: ReadonlyMap<string, BlocklistEntry>): BlocklistIndex {
  const compared = [...entries.values()].map((entry) => ({ entry, words: entry.perceptualHash && hashWords(entry.perceptualHash) }));
  return {
    entries,
    bytes: compared.reduce((sum, { entry }) => sum + entry.vector.byteLength + ENTRY_BYTES, ENTRY_BYTES),
    nearest(picture, { minCosine, maxDistance }, { slope }) {
      const words = picture.perceptualHash && hashWords(picture.perceptualHash);
      let best: { odds: number; entry: BlocklistEntry; match: Omit<BlocklistMatch, 'blocklist' | 'contentHash'> } | undefined;
      for (const { entry, words: known } of compared) {
        const cosine = entry.fingerprint === picture.fingerprint ? dot(entry.vector, picture.vector) : null;
        const distance = words && known ? differentBits(words[0], known[0]) + differentBits(words[1], known[1]) : null;
        const byVector = cosine === null ? -Infinity : slope * (cosine - minCosine);
        const byHash = distance === null ? -Infinity : maxDistance + EVEN_PAST_LIMIT - distance;
        const isSame = entry.contentHash === picture.contentHash;
        const odds = isSame ? Infinity : Math.max(byVector, byHash);
        if (best && odds <= best.odds) continue;
        const by = isSame ? 'CONTENT' : byVector >= byHash ? 'VECTOR' : 'PERCEPTUAL_HASH';
        best = { odds, entry, match: { by, cosine: cosine === null ? null : Math.min(1, Math.max(-1, cosine)), distance } };
      }
      if (!best) return undefined;
      const { odds, entry, match } = best;
      return { probability: sigmoid(odds), entry, match: { blocklist: entry.blocklist, contentHash: entry.contentHash, ...match } };
    },
  };
}
