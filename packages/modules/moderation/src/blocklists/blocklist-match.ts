import type { BlocklistMatchKind } from '../generated/types.ts';

/** The entry that a picture is nearest to; what the GraphQL type `BlocklistMatch` resolves from, and what is kept. */
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
