import { setImmediate } from 'node:timers/promises';

import { checkLength, eachItem, isInputError, type InputError, type RequestContext } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';

import { checkLabels, imageExamples, type BacktestExamples } from './backtest-examples.ts';
import { ruleFigures, type RuleFigures } from './backtest-figures.ts';
import type { Finding } from '../judge/finding.ts';
import { collectionExamples } from './collection-examples.ts';
import { decide } from '../judge/decision.ts';
import type { ModerationAction, QueryBacktestPolicyArgs } from '../generated/types.ts';
import { judgeOf, type Judge } from '../judge/judge.ts';
import { MAX_LABELLED_IMAGES } from '../limits.ts';
import type { ModerateParts } from '../verdicts/moderate.ts';
import { compareActions } from '../policy/actions.ts';
import { isProbability } from '../policy/policy-input.ts';
import type { PolicyVersion } from '../policy/policy.ts';
import { reviewExamples } from './review-examples.ts';

/** Images that are looked at together. */
const BATCH = 64;

/** What the GraphQL type `Backtest` resolves from. */
export interface BacktestNode {
  readonly policy: PolicyVersion;
  readonly count: number;
  readonly truncated: boolean;
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
  readonly assetId: string | null;
  readonly verdictId: string | null;
  readonly before: ModerationAction;
  readonly after: ModerationAction;
  readonly gained: string[];
  readonly lost: string[];
}

/** One image that could be looked at: its labels and what the version made of it. */
interface Tried {
  readonly origin: Pick<Change, 'index' | 'assetId' | 'verdictId'>;
  readonly action: ModerationAction | undefined;
  readonly rules: readonly string[] | undefined;
  readonly scores: readonly Finding[];
  /** What the version compared with made of it. */
  readonly before: readonly Finding[] | undefined;
}

/** Runs a policy over labelled images and records nothing. */
export async function backtest(parts: ModerateParts, args: QueryBacktestPolicyArgs, context: RequestContext): Promise<BacktestNode> {
  const { policy: name, version, against, precision } = args;
  const wishedPrecision = precision ?? 0.95;
  if (!isProbability(wishedPrecision)) throw invalidInput('INVALID', 'precision must be from 0 to 1.');
  checkSource(args);
  const policy = await parts.policies.named(name, version ?? undefined);
  const other = typeof against === 'number' ? await parts.policies.named(name, against) : undefined;
  if (args.images) checkLabels(args.images, policy);
  const judges = await Promise.all((other ? [policy, other] : [policy]).map((one) => judgeOf(parts, one, context)));
  const [now, before] = [judges[0]!, judges[1]];
  const { examples, truncated, price } = await examplesOf(parts, args, judges, context);

  const sameModel = before === undefined || before.embedder === now.embedder;
  for (const { pricePerImage } of judges) context.cost.charge(examples.length * pricePerImage);
  context.cost.charge(examples.length * price * (sameModel ? 1 : 2));
  // Where one look serves both versions, it is as thorough as either wants it.
  const look = sameModel ? { ...before?.look, ...now.look } : now.look;

  const tried = await inBatches(examples, context.signal, async (example, index): Promise<Tried | InputError> => {
    if (isInputError(example)) return example;
    const { action, rules, assetId, verdictId } = example;
    const seen = await example.see(look);
    const seenBefore = sameModel ? seen : await example.see(before.look);
    return {
      origin: { index, assetId: assetId ?? null, verdictId: verdictId ?? null },
      action,
      rules,
      scores: now.score(seen, await example.about(now)),
      before: before?.score(seenBefore, await example.about(before)),
    };
  });
  const fine = tried.filter((one): one is Tried => !isInputError(one));
  return {
    policy,
    count: fine.length,
    truncated,
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

/** The examples of one source; a trial of two would mix what people say of pictures with what they say of verdicts. */
function checkSource({ images, collection, reviews }: QueryBacktestPolicyArgs): void {
  const given = [images, collection, reviews].filter((source) => source !== null && source !== undefined);
  if (given.length !== 1) throw invalidInput('INVALID', 'A trial needs one of images, collection and reviews.');
  if (images) checkLength('images', images, MAX_LABELLED_IMAGES);
}

async function examplesOf(
  { store, log }: ModerateParts,
  { images, collection, reviews }: QueryBacktestPolicyArgs,
  judges: readonly Judge[],
  { cost, signal }: RequestContext,
): Promise<BacktestExamples> {
  const { policy } = judges[0]!;
  if (collection) {
    const fingerprints = judges.map(({ embedder }) => embedder.model.fingerprint);
    return collectionExamples({ store, policy, fingerprints, cost, signal }, collection);
  }
  if (reviews) return reviewExamples({ log, policy, cost, signal }, reviews);
  return imageExamples(images ?? [], signal);
}

/** One batch after the other, with a pause for other requests between them. */
async function inBatches<Item, Result>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<(Result | InputError)[]> {
  const results: (Result | InputError)[] = [];
  for (let start = 0; start < items.length; start += BATCH) {
    signal.throwIfAborted();
    results.push(...(await eachItem(items.slice(start, start + BATCH), (item, index) => work(item, start + index))));
    await setImmediate();
  }
  return results;
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

function changeOf({ origin, scores, before }: Tried): Change[] {
  if (!before) return [];
  const [was, is] = [passedRules(before), passedRules(scores)];
  const change: Change = {
    ...origin,
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
