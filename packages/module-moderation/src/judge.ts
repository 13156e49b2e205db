import { PRICES, type EmbedderSet, type RequestContext } from '@clipgraph/graphql-kit';
import type { Embedder, ImageReader, PerceptualHasher } from '@clipgraph/spec';

import type { Blocklists } from './blocklists.ts';
import type { PolicyCompiler } from './compiled-policy.ts';
import type { Finding } from './finding.ts';
import type { PolicyVersion } from './policy.ts';
import { embedderOf, type ImageLook, type SeenImage } from './seen-image.ts';

export interface JudgeParts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  readonly perceptualHash: PerceptualHasher;
  readonly blocklists: Blocklists;
  readonly compiler: PolicyCompiler;
}

/** One version of a policy, ready for the images of one request. */
export interface Judge {
  readonly policy: PolicyVersion;
  readonly embedder: Embedder;
  /** How it wants images to be looked at. */
  readonly look: ImageLook;
  /** Points for each image beside embedding it. */
  readonly pricePerImage: number;
  /** One finding for each rule, in their order. */
  score(image: SeenImage): Finding[];
}

/** Charges for the texts that must be embedded now. */
export async function judgeOf(parts: JudgeParts, policy: PolicyVersion, { cost, signal }: RequestContext): Promise<Judge> {
  const { embedders, images, perceptualHash, blocklists, compiler } = parts;
  const embedder = embedderOf(embedders, policy);
  cost.charge(compiler.uncachedTexts(policy, embedder) * PRICES.text);
  const hasBlocklist = policy.rules.some(({ blocklist }) => blocklist !== undefined);
  const [compiled, lists] = await Promise.all([compiler.compiled(policy, embedder, signal), blocklists.indexesOf(policy)]);
  return {
    policy,
    embedder,
    look: { images, embedder, ...(hasBlocklist && { perceptualHash }) },
    pricePerImage: PRICES.result + lists.size * PRICES.search,
    score: (image) => compiled.score(image, lists),
  };
}
