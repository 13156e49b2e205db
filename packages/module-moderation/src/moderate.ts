import {
  checkLength,
  eachItem,
  isInputError,
  PRICES,
  type EmbedderSet,
  type InputError,
  type RequestContext,
} from '@clipgraph/graphql-kit';
import type { ImageReader } from '@clipgraph/spec';

import type { PolicyCompiler } from './compiled-policy.ts';
import { decide } from './decision.ts';
import type { MutationModerateArgs } from './generated/types.ts';
import { MAX_IMAGES } from './limits.ts';
import type { Policies } from './policies.ts';
import { embedderOf, seenImage } from './seen-image.ts';
import type { Verdict } from './verdict.ts';
import type { UnrecordedVerdict, VerdictLog } from './verdict-log.ts';

export interface ModerateParts {
  readonly embedders: EmbedderSet;
  readonly images: ImageReader;
  readonly policies: Policies;
  readonly compiler: PolicyCompiler;
  readonly log: VerdictLog;
}

/** A verdict for each image, recorded before it is answered; what is wrong with one image stands in its place. */
export async function moderate(
  { embedders, images: reader, policies, compiler, log }: ModerateParts,
  { images, policy: name, version }: MutationModerateArgs,
  { cost, signal, keyName }: RequestContext,
): Promise<(Verdict | InputError)[]> {
  checkLength('images', images, MAX_IMAGES);
  const policy = await policies.named(name, version ?? undefined);
  const embedder = embedderOf(embedders, policy);
  cost.charge(images.length * (PRICES.image + PRICES.result) + compiler.uncachedTexts(policy, embedder) * PRICES.text);

  const compiled = await compiler.compiled(policy, embedder, signal);
  const decided = await eachItem(images, async (image): Promise<UnrecordedVerdict> => {
    const { vector, contentHash } = await seenImage(reader, embedder, image, signal);
    const scores = compiled.score(vector);
    return {
      action: decide(scores),
      scores,
      policyName: policy.name,
      policyVersion: policy.version,
      contentHash,
      assetId: image.assetId ?? undefined,
      modelName: embedder.model.name,
      modelFingerprint: embedder.model.fingerprint,
      keyName,
    };
  });
  const recorded = (await log.record(decided.filter((one): one is UnrecordedVerdict => !isInputError(one)))).values();
  return decided.map((one) => (isInputError(one) ? one : recorded.next().value!));
}
