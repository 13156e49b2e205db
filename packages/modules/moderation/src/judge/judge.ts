import { PRICES, type EmbedderSet, type ImageInput, type RequestContext } from '@clipgraph/module-kit';
import {
  PluginError,
  type Embedder,
  type Filterable,
  type ImageReader,
  type JsonObject,
  type PerceptualHasher,
  type VectorStore,
} from '@clipgraph/contracts';

import type { Blocklists } from '../blocklists/blocklists.ts';
import type { PolicyCompiler } from './compiled-policy.ts';
import { aboutImage, readyExceptions, softened } from './exception.ts';
import type { Finding } from './finding.ts';
import type { PolicyVersion } from '../policy/policy.ts';
import type { ImageFeatureParts, ImageFeatures } from '../image-features.ts';

const NOTHING_KNOWN: Filterable = { key: '', payload: {} };

export interface JudgeParts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  readonly perceptualHash: PerceptualHasher;
  readonly blocklists: Blocklists;
  readonly compiler: PolicyCompiler;
  /** Of the assets whose payload exceptions may look at. */
  readonly store: VectorStore;
}

/** One version of a policy, ready for the images of one request. */
export interface Judge {
  readonly policy: PolicyVersion;
  readonly embedder: Embedder;
  /** How it wants images to be looked at. */
  readonly look: ImageFeatureParts;
  /** Points for each image beside embedding it. */
  readonly pricePerImage: number;
  /** What its exceptions look at. */
  about(image: Pick<ImageInput, 'assetId'>, context: JsonObject | null | undefined): Promise<Filterable>;
  /** One finding for each rule, in their order, after its exceptions. */
  score(image: ImageFeatures, about: Filterable): Finding[];
}

/** The texts of a saved policy are the server's own work, also where it has to embed them again. */
export async function judgeOf(parts: JudgeParts, policy: PolicyVersion, { signal }: RequestContext): Promise<Judge> {
  const { embedders, images, perceptualHash, blocklists, compiler, store } = parts;
  const embedder = embedderOf(embedders, policy);
  const hasBlocklist = policy.rules.some(({ blocklist }) => blocklist !== undefined);
  const [compiled, lists] = await Promise.all([compiler.compiled(policy, embedder, signal), blocklists.indexesOf(policy)]);
  const exceptions = policy.rules.map(({ except = [] }) => readyExceptions(except));
  const hasExceptions = exceptions.some((ofRule) => ofRule.length > 0);
  return {
    policy,
    embedder,
    look: { images, embedder, ...(hasBlocklist && { perceptualHash }) },
    pricePerImage: PRICES.result + lists.size * PRICES.search,
    about: async (image, context) => (hasExceptions ? aboutImage(store, image, context) : NOTHING_KNOWN),
    score: (image, about) => compiled.score(image, lists).map((finding, rule) => softened(finding, exceptions[rule]!, about)),
  };
}

/** The model that a policy's examples were made with, or the default one for a policy without examples. */
export function embedderOf(embedders: EmbedderSet, { fingerprint }: PolicyVersion): Embedder {
  if (fingerprint === undefined) return embedders.named(undefined);
  const embedder = embedders.withFingerprint(fingerprint);
  if (!embedder) {
    throw new PluginError('CONFLICT', 'The model that the examples of this policy were made with is not loaded; save the policy again.');
  }
  return embedder;
}
