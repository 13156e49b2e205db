import { checkLength, eachItem, isInputError, PRICES, type InputError, type RequestContext } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';

import { decide } from '../judge/decision.ts';
import { checkContext } from '../judge/exception.ts';
import type { MutationModerateArgs } from '../generated/types.ts';
import { judgeOf, type JudgeParts } from '../judge/judge.ts';
import { MAX_IMAGES } from '../limits.ts';
import type { Policies } from '../policy/policies.ts';
import { seenImage } from '../seen-image.ts';
import type { Verdict } from './verdict.ts';
import type { UnrecordedVerdict, VerdictLog } from './verdict-log.ts';

export interface ModerateParts extends JudgeParts {
  readonly policies: Policies;
  readonly log: VerdictLog;
}

/** A verdict for each image, recorded before it is answered; what is wrong with one image stands in its place. */
export async function moderate(
  parts: ModerateParts,
  { images, policy: name, version, contexts }: MutationModerateArgs,
  context: RequestContext,
): Promise<(Verdict | InputError)[]> {
  checkLength('images', images, MAX_IMAGES);
  if (contexts && contexts.length !== images.length) {
    throw invalidInput('INVALID', `There are ${contexts.length} contexts for ${images.length} images.`);
  }
  for (const [index, one] of (contexts ?? []).entries()) checkContext(one, `contexts[${index}]`);
  const { cost, signal, keyName } = context;
  const policy = await parts.policies.named(name, version ?? undefined);
  cost.charge(images.length * PRICES.image);
  const judge = await judgeOf(parts, policy, context);
  cost.charge(images.length * judge.pricePerImage);

  const decided = await eachItem(images, async (image, index): Promise<UnrecordedVerdict> => {
    const [seen, about] = await Promise.all([seenImage(judge.look, image, signal), judge.about(image, contexts?.[index])]);
    const scores = judge.score(seen, about);
    return {
      seen,
      verdict: {
        action: decide(scores),
        scores,
        policyName: policy.name,
        policyVersion: policy.version,
        contentHash: seen.contentHash,
        assetId: image.assetId ?? undefined,
        modelName: judge.embedder.model.name,
        modelFingerprint: seen.fingerprint,
        keyName,
      },
    };
  });
  const recorded = (await parts.log.record(decided.filter((one): one is UnrecordedVerdict => !isInputError(one)))).values();
  return decided.map((one) => (isInputError(one) ? one : recorded.next().value!));
}
