import { differentBits, dot, hashWords } from '@clipgraph/contracts';
import { sigmoid } from '@clipgraph/zero-shot';

import type { BlocklistEntry } from './blocklist.ts';
import type { BlocklistMatchKind } from '../generated/types.ts';
import type { RuleBlocklist } from '../policy/policy.ts';
import { EXAMPLE_SCALE } from '../policy/example-odds.ts';
import type { ImageFeatures } from '../image-features.ts';

/** The entry that a picture is nearest to; what the GraphQL type `BlocklistMatch` resolves from. */
export interface BlocklistMatch {
  readonly blocklist: string;
  /** sha256 of the entry's picture. */
  readonly contentHash: string;
  readonly by: BlocklistMatchKind;
  /** Null where the entry's vector is another model's. */
  readonly cosine: number | null;
  /** Bits of the perceptual hash that differ; null where either picture has too little in it for one. */
  readonly distance: number | null;
}

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
  /** Undefined where the list is empty. */
  nearest(picture: ImageFeatures, limits: RuleBlocklist): NearestEntry | undefined;
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
    nearest(picture, { minCosine, maxDistance }) {
      const words = picture.perceptualHash && hashWords(picture.perceptualHash);
      let best: { odds: number; entry: BlocklistEntry; match: Omit<BlocklistMatch, 'blocklist' | 'contentHash'> } | undefined;
      for (const { entry, words: known } of compared) {
        const cosine = entry.fingerprint === picture.fingerprint ? dot(entry.vector, picture.vector) : null;
        const distance = words && known ? differentBits(words[0], known[0]) + differentBits(words[1], known[1]) : null;
        const byVector = cosine === null ? -Infinity : EXAMPLE_SCALE * (cosine - minCosine);
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
