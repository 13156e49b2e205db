import { checkLength, eachItem, isInputError, PRICES, type InputError, type RequestContext } from '@clipgraph/graphql-kit';
import { invalidInput } from '@clipgraph/spec';

import { ruleFigures, type RuleFigures } from './backtest-figures.ts';
import type { Finding } from './compiled-policy.ts';
import { compareActions, decide } from './decision.ts';
import type { LabelledImage, ModerationAction, QueryBacktestPolicyArgs } from './generated/types.ts';
import { MAX_LABELLED_IMAGES } from './limits.ts';
import type { ModerateParts } from './moderate.ts';
import { isProbability } from './policy-input.ts';
import type { PolicyVersion } from './policy.ts';
import { embedderOf, seenImage } from './seen-image.ts';

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
  { embedders, images: reader, policies, compiler }: Omit<ModerateParts, 'log'>,
  { policy: name, version, images, against, precision }: QueryBacktestPolicyArgs,
  { cost, signal }: RequestContext,
): Promise<BacktestNode> {
  checkLength('images', images, MAX_LABELLED_IMAGES);
  const wishedPrecision = precision ?? 0.95;
  if (!isProbability(wishedPrecision)) throw invalidInput('INVALID', 'precision must be from 0 to 1.');
  const policy = await policies.named(name, version ?? undefined);
  const other = typeof against === 'number' ? await policies.named(name, against) : undefined;
  checkLabels(images, policy);

  const versions = other ? [policy, other] : [policy];
  const looks = await Promise.all(
    versions.map(async (one) => {
      const embedder = embedderOf(embedders, one);
      cost.charge(images.length * PRICES.result + compiler.uncachedTexts(one, embedder) * PRICES.text);
      return { embedder, compiled: await compiler.compiled(one, embedder, signal) };
    }),
  );
  const [now, before] = [looks[0]!, looks[1]];
  const sameModel = before === undefined || before.embedder === now.embedder;
  cost.charge(images.length * PRICES.image * (sameModel ? 1 : 2));

  const tried = await eachItem(images, async ({ image, action, rules }, index): Promise<Tried> => {
    const seen = await seenImage(reader, now.embedder, image, signal);
    const seenBefore = !sameModel ? await seenImage(reader, before.embedder, image, signal) : seen;
    return {
      index,
      action: action ?? undefined,
      rules: rules ?? undefined,
      scores: now.compiled.score(seen.vector),
      before: before?.compiled.score(seenBefore.vector),
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
  for (const [index, { action, rules: labels }] of images.entries()) {
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
