import type { RequestOptions } from './encoder.ts';

/** Which decisions of people are asked for; what is left out lets everything pass. */
export interface ReviewQuery {
  /** Name of the policy whose verdicts they are about. */
  readonly policy?: string | undefined;
  /** A rule that had passed, shadow or not. */
  readonly rule?: string | undefined;
  /** Verdicts from this instant on. */
  readonly from?: Date | undefined;
  /** Verdicts from before this instant. */
  readonly to?: Date | undefined;
  /** Most pictures to answer; the newest verdicts are taken. */
  readonly first: number;
}

/** What a person decided about a picture, and what is kept of that. */
export interface ReviewedPicture {
  /** Global id of the verdict that asked for it. */
  readonly verdictId: string;
  /** Name of the action that the person chose. */
  readonly action: string;
  readonly resolvedAt: Date;
  /** sha256 of the picture's bytes, hexadecimal. */
  readonly contentHash: string;
  /** Undefined where it was not kept. */
  readonly seen: { readonly vector: Float32Array; readonly fingerprint: string } | undefined;
}

/** Reads what people have decided, by the newest verdict first; `truncated` says that there was more than `first`. */
export type ReviewReader = (
  query: ReviewQuery,
  options?: RequestOptions,
) => Promise<{ readonly pictures: readonly ReviewedPicture[]; readonly truncated: boolean }>;
