import { PRICES, type InputError } from '@clipgraph/module-kit';
import { invalidInput, type Filterable } from '@clipgraph/contracts';

import { checkContext } from '../judge/exception.ts';
import type { LabelledImage, ModerationAction } from '../generated/types.ts';
import type { Judge } from '../judge/judge.ts';
import type { PolicyVersion } from '../policy/policy.ts';
import { imageFeatures, type ImageFeatureParts, type ImageFeatures } from '../image-features.ts';

/** One labelled image of a trial, wherever it comes from. */
export interface BacktestExample {
  readonly action: ModerationAction | undefined;
  /** Names of the rules that should pass; undefined where nothing is said of rules. */
  readonly rules: readonly string[] | undefined;
  readonly assetId?: string | undefined;
  readonly verdictId?: string | undefined;
  see(look: ImageFeatureParts): Promise<ImageFeatures>;
  /** What the exceptions of the judge's policy look at. */
  about(judge: Judge): Promise<Filterable>;
}

export interface BacktestExamples {
  /** What cannot be tried stands in its place. */
  readonly examples: readonly (BacktestExample | InputError)[];
  /** Whether there were more than were taken. */
  readonly truncated: boolean;
  /** Points for seeing one of them with one model. */
  readonly price: number;
}

/** Of the images of a request. */
export function imageExamples(images: readonly LabelledImage[], signal: AbortSignal): BacktestExamples {
  const examples = images.map(({ image, action, rules, context }): BacktestExample => ({
    action: action ?? undefined,
    rules: rules ?? undefined,
    see: (look) => imageFeatures(look, image, signal),
    about: (judge) => judge.about(image, context),
  }));
  return { examples, truncated: false, price: PRICES.image };
}

/** Refuses labels that cannot be, naming the image. */
export function checkLabels(images: readonly LabelledImage[], policy: PolicyVersion): void {
  for (const [index, { action, rules, context }] of images.entries()) {
    checkContext(context, `images[${index}].context`);
    if (!action && !rules) throw invalidInput('EMPTY', `images[${index}] has neither an action nor rules as labels.`);
    const unknown = unknownRule(rules ?? [], policy);
    if (unknown >= 0) throw invalidInput('NOT_FOUND', `images[${index}].rules[${unknown}] is not a rule of this version.`);
  }
}

/** The place of the first name that no rule has, or -1. */
export function unknownRule(names: readonly string[], { rules }: PolicyVersion): number {
  return names.findIndex((name) => !rules.some((rule) => rule.name === name));
}
