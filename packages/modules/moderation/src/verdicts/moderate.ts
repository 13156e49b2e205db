import { checkLength, eachItem, imageRef, isInputError, PRICES, type InputError, type RequestContext } from '@clipgraph/module-kit';
import { invalidInput, type JsonObject, type Picture } from '@clipgraph/contracts';

import type { MutationModerateArgs } from '../generated/types.ts';
import { decide } from '../judge/decision.ts';
import { checkContext } from '../judge/exception.ts';
import { judgeOf, type JudgeParts } from '../judge/judge.ts';
import { MAX_IMAGES } from '../limits.ts';
import type { Policies } from '../policy/policies.ts';
import { pictureFeatures } from '../image-features.ts';
import type { Verdict } from './verdict.ts';
import type { UnrecordedVerdict, VerdictLog } from './verdict-log.ts';

export interface ModerateParts extends JudgeParts {
  readonly policies: Policies;
  readonly log: VerdictLog;
}

/** A picture that is to be judged, wherever its bytes come from. */
export interface GivenPicture {
  picture(): Promise<Picture>;
  /** Where it is the picture of an asset. */
  readonly assetId?: string | undefined;
  /** What came with it, for the exceptions of rules. */
  readonly context?: JsonObject | undefined;
}

/** Looks at one picture by the policy of a request. Nothing is recorded yet. */
type PictureJudge = (picture: GivenPicture) => Promise<UnrecordedVerdict>;

export interface PolicyChoice {
  readonly policy: string;
  /** The active one where it is left out. */
  readonly version?: number | undefined;
}

/** A verdict for each image, recorded before it is answered; what is wrong with one image stands in its place. */
export async function moderate(
  parts: ModerateParts,
  { images, policy, version, contexts }: MutationModerateArgs,
  context: RequestContext,
): Promise<(Verdict | InputError)[]> {
  checkLength('images', images, MAX_IMAGES);
  if (contexts && contexts.length !== images.length) {
    throw invalidInput('INVALID', `There are ${contexts.length} contexts for ${images.length} images.`);
  }
  for (const [index, one] of (contexts ?? []).entries()) checkContext(one, `contexts[${index}]`);
  const { signal } = context;
  const judge = await pictureJudge(parts, { policy, version: version ?? undefined }, images.length, context);
  const decided = await eachItem(images, (image, index) =>
    judge({
      picture: async () => parts.images.read(imageRef(image), { signal }),
      assetId: image.assetId ?? undefined,
      context: contexts?.[index] ?? undefined,
    }),
  );
  const recorded = (await parts.log.record(decided.filter((one): one is UnrecordedVerdict => !isInputError(one)))).values();
  return decided.map((one) => (isInputError(one) ? one : recorded.next().value!));
}

/** The verdict of one picture, recorded before it is answered. */
export async function moderatePicture(
  parts: ModerateParts,
  picture: GivenPicture,
  choice: PolicyChoice,
  context: RequestContext,
): Promise<Verdict> {
  checkContext(picture.context, 'context');
  const judge = await pictureJudge(parts, choice, 1, context);
  const [verdict] = await parts.log.record([await judge(picture)]);
  return verdict!;
}

/** Charges for the pictures, and compiles the policy for them. */
async function pictureJudge(
  parts: ModerateParts,
  { policy: name, version }: PolicyChoice,
  count: number,
  context: RequestContext,
): Promise<PictureJudge> {
  const { cost, signal, keyName } = context;
  const policy = await parts.policies.named(name, version);
  cost.charge(count * PRICES.image);
  const judge = await judgeOf(parts, policy, context);
  cost.charge(count * judge.pricePerImage);

  return async ({ picture, assetId, context: said }) => {
    const [seen, about] = await Promise.all([
      picture().then((found) => pictureFeatures(judge.look, found, signal)),
      judge.about({ assetId: assetId ?? null }, said),
    ]);
    const scores = judge.score(seen, about);
    return {
      seen,
      verdict: {
        action: decide(scores),
        scores,
        policyName: policy.name,
        policyVersion: policy.version,
        contentHash: seen.contentHash,
        assetId,
        modelName: judge.embedder.model.name,
        modelFingerprint: seen.fingerprint,
        keyName,
      },
    };
  };
}
