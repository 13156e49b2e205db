import { checkLength, eachItem, isInputError, PRICES, type InputError, type RequestContext } from '@clipgraph/graphql-kit';
import { invalidInput } from '@clipgraph/spec';

import { ruleFigures, type RuleFigures } from './backtest-figures.ts';
import { checkContext } from './exception.ts';
import type { Finding } from './finding.ts';
import { compareActions, decide } from './decision.ts';
import type { LabelledImage, ModerationAction, QueryBacktestPolicyArgs } from './generated/types.ts';
import { judgeOf } from './judge.ts';
import { MAX_LABELLED_IMAGES } from './limits.ts';
import type { ModerateParts } from './moderate.ts';
import { isProbability } from './policy-input.ts';
import type { PolicyVersion } from './policy.ts';
import { seenImage } from './seen-image.ts';

/** What the GraphQL type `Backtest` resolves from. */
export interface BacktestNode {
  readonly policy: PolicyVersion;
  readonly errors: (InputError | null)[];
  readonly rules: RuleFigures[];
  readonly actions: ActionCount[];
  readonly changes: Change[];
}

interface ActionCount {
  readonly expected: ModerationAction;
  readonly given: ModerationAction;
  readonly count: number;
}

interface Change {
  readonly index: number;
  readonly before: ModerationAction;
  readonly after: ModerationAction;
  readonly gained: string[];
  readonly lost: string[];
}

/** One image that could be looked at: its labels and what the version made of it. */
interface Tried {
  readonly index: number;
  readonly action: ModerationAction | undefined;
  readonly rules: readonly string[] | undefined;
  readonly scores: readonly Finding[];
  /** What the version compared with made of it. */
  readonly before: readonly Finding[] | undefined;
}

/** Runs a policy over labelled images and records nothing. */
export async function backtest(
  parts: Omit<ModerateParts, 'log'>,
  { policy: name, version, images, against, precision }: QueryBacktestPolicyArgs,
  context: RequestContext,
): Promise<BacktestNode> {
  checkLength('images', images, MAX_LABELLED_IMAGES);
  const wishedPrecision = precision ?? 0.95;
  if (!isProbability(wishedPrecision)) throw invalidInput('INVALID', 'precision must be from 0 to 1.');
  const { cost, signal } = context;
  const policy = await parts.policies.named(name, version ?? undefined);
  const other = typeof against === 'number' ? await parts.policies.named(name, against) : undefined;
  checkLabels(images, policy);

  const judges = await Promise.all((other ? [policy, other] : [policy]).map((one) => judgeOf(parts, one, context)));
  const [now, before] = [judges[0]!, judges[1]];
  const sameModel = before === undefined || before.embedder === now.embedder;
  for (const { pricePerImage } of judges) cost.charge(images.length * pricePerImage);
  cost.charge(images.length * PRICES.image * (sameModel ? 1 : 2));
  // Where one look serves both versions, it is as thorough as either wants it.
  const look = sameModel ? { ...before?.look, ...now.look } : now.look;

  const tried = await eachItem(images, async ({ image, action, rules, context: said }, index): Promise<Tried> => {
    const seen = await seenImage(look, image, signal);
    const about = await now.about(image, said);
    const seenBefore = !sameModel ? await seenImage(before.look, image, signal) : seen;
    return {
      index,
      action: action ?? undefined,
      rules: rules ?? undefined,
      scores: now.score(seen, about),
      before: before?.score(seenBefore, await before.about(image, said)),
    };
  });
  const fine = tried.filter((one): one is Tried => !isInputError(one));
  return {
    policy,
    errors: tried.map((one) => (isInputError(one) ? one : null)),
    rules: policy.rules.map((rule, i) =>
      ruleFigures(
        { rule: rule.name, threshold: rule.threshold },
        fine.flatMap(({ rules, scores }) => (rules ? [{ probability: scores[i]!.probability, expected: rules.includes(rule.name) }] : [])),
        wishedPrecision,
      ),
    ),
    actions: actionCounts(fine),
    changes: fine.flatMap(changeOf),
  };
}

function checkLabels(images: readonly LabelledImage[], { rules }: PolicyVersion): void {
  const known = new Set(rules.map(({ name }) => name));
  for (const [index, { action, rules: labels, context }] of images.entries()) {
    checkContext(context, `images[${index}].context`);
    if (!action && !labels) throw invalidInput('EMPTY', `images[${index}] has neither an action nor rules as labels.`);
    const unknown = labels?.findIndex((label) => !known.has(label)) ?? -1;
    if (unknown >= 0) throw invalidInput('NOT_FOUND', `images[${index}].rules[${unknown}] is not a rule of this version.`);
  }
}

/** Mildest first. */
function actionCounts(tried: readonly Tried[]): ActionCount[] {
  const counts = new Map<string, ActionCount>();
  for (const { action: expected, scores } of tried) {
    if (!expected) continue;
    const given = decide(scores);
    const key = `${expected} ${given}`;
    counts.set(key, { expected, given, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => compareActions(a.expected, b.expected) || compareActions(a.given, b.given));
}

function changeOf({ index, scores, before }: Tried): Change[] {
  if (!before) return [];
  const [was, is] = [passedRules(before), passedRules(scores)];
  const change: Change = {
    index,
    before: decide(before),
    after: decide(scores),
    gained: [...is].filter((rule) => !was.has(rule)),
    lost: [...was].filter((rule) => !is.has(rule)),
  };
  return change.before === change.after && change.gained.length + change.lost.length === 0 ? [] : [change];
}

function passedRules(scores: readonly Finding[]): Set<string> {
  return new Set(scores.filter(({ passed }) => passed).map(({ rule }) => rule));
}
