import { checkLength, filterFrom } from '@clipgraph/module-kit';
import { fitOf, invalidInput, isCollectionName, type ModelFit, type ModelInfo } from '@clipgraph/contracts';

import type { PolicyInput, RuleBlocklistInput, RuleInput } from '../generated/types.ts';
import {
  MAX_EXAMPLES,
  MAX_EXAMPLES_PER_RULE,
  MAX_EXCEPTIONS,
  MAX_HASH_DISTANCE,
  MAX_RULE_NAME_LENGTH,
  MAX_RULES,
  MAX_TEXT_LENGTH,
  MAX_TEXTS,
} from '../limits.ts';
import { compareActions } from './actions.ts';
import type { Rule, RuleBlocklist } from './policy.ts';
import { exceptionFrom } from './rule-exception.ts';

/** Bits of a perceptual hash. */
const STANDARD_DISTANCE = 8;

/** Refuses a policy that cannot be, naming the rule and the place; its example images are not looked at. */
export function checkPolicy({ name, rules }: PolicyInput): void {
  if (!isCollectionName(name)) {
    throw invalidInput('INVALID', 'The name of a policy must be 1 to 64 of a-z, A-Z, 0-9, _ and -, a letter or digit first.');
  }
  checkLength('rules', rules, MAX_RULES);
  const indexOfName = new Map<string, number>();
  for (const [index, rule] of rules.entries()) {
    checkRule(rule, index);
    const other = indexOfName.get(rule.name.trim());
    if (other !== undefined) throw invalidInput('INVALID', `rules[${index}] has the name of rules[${other}], ${rule.name.trim()}.`);
    indexOfName.set(rule.name.trim(), index);
  }
  const examples = rules.reduce((sum, { examples }) => sum + (examples?.length ?? 0), 0);
  if (examples > MAX_EXAMPLES) throw invalidInput('TOO_LARGE', `The rules have ${examples} examples; at most ${MAX_EXAMPLES} are taken.`);
}

function checkRule({ name, describes = [], unlike, examples, blocklist, threshold, action, except }: RuleInput, index: number): void {
  checkText(name, `rules[${index}].name`, MAX_RULE_NAME_LENGTH);
  const path = `rules[${index}] (${name.trim()})`;
  if (blocklist) {
    if (describes.length > 0 || unlike?.length || examples?.length) {
      throw invalidInput('INVALID', `${path} has a blocklist; it is about its pictures alone and takes no descriptions and no examples.`);
    }
    const { minCosine, maxDistance = STANDARD_DISTANCE } = blocklist;
    if (!isProbability(minCosine ?? 0)) throw invalidInput('INVALID', `${path}.blocklist.minCosine must be from 0 to 1.`);
    if (maxDistance < 0 || maxDistance > MAX_HASH_DISTANCE) {
      throw invalidInput('INVALID', `${path}.blocklist.maxDistance must be from 0 to ${MAX_HASH_DISTANCE}.`);
    }
  } else if (describes.length === 0 && !examples?.length) {
    throw invalidInput('EMPTY', `${path} has neither descriptions nor examples nor a blocklist.`);
  }
  checkTexts(describes, `${path}.describes`);
  checkTexts(unlike ?? [], `${path}.unlike`);
  if (examples && examples.length > MAX_EXAMPLES_PER_RULE) {
    throw invalidInput('TOO_LARGE', `${path} has ${examples.length} examples; at most ${MAX_EXAMPLES_PER_RULE} are taken.`);
  }
  if (!isProbability(threshold ?? 0)) throw invalidInput('INVALID', `${path}.threshold must be from 0 to 1.`);
  if (except && except.length > MAX_EXCEPTIONS) {
    throw invalidInput('TOO_LARGE', `${path} has ${except.length} exceptions; at most ${MAX_EXCEPTIONS} are taken.`);
  }
  for (const [i, exception] of (except ?? []).entries()) {
    filterFrom(exception.filter, `${path}.except[${i}].filter`);
    if (compareActions(exception.action ?? 'ALLOW', action) >= 0) {
      throw invalidInput('INVALID', `${path}.except[${i}].action must be milder than the rule's.`);
    }
  }
}

function checkTexts(texts: readonly string[], path: string): void {
  if (texts.length > MAX_TEXTS) throw invalidInput('TOO_LARGE', `${path} holds ${texts.length} items; at most ${MAX_TEXTS} are taken.`);
  for (const [index, text] of texts.entries()) checkText(text, `${path}[${index}]`, MAX_TEXT_LENGTH);
}

function checkText(text: string, path: string, most: number): void {
  if (text.trim() === '') throw invalidInput('EMPTY', `${path} is empty.`);
  if (text.length > most) throw invalidInput('TOO_LARGE', `${path} is longer than ${most} characters.`);
}

export function isProbability(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** A checked rule as it is kept, without its examples; where it names no cosine of a blocklist, that of the model. */
export function ruleFrom(
  { name, describes = [], unlike, blocklist, threshold, action, shadow, except }: RuleInput,
  model: Pick<ModelInfo, 'fit'>,
): Omit<Rule, 'examples'> {
  return {
    name: name.trim(),
    describes: trimmed(describes),
    unlike: trimmed(unlike ?? []),
    ...(blocklist && { blocklist: ruleBlocklist(blocklist, fitOf(model)) }),
    threshold: threshold ?? 0.5,
    action,
    shadow: shadow ?? false,
    ...(except?.length && { except: except.map(exceptionFrom) }),
  };
}

/** Measured on pairs of different photos and on altered copies: docs/moderation.md. */
function ruleBlocklist({ name, minCosine, maxDistance = STANDARD_DISTANCE }: RuleBlocklistInput, { alike }: ModelFit): RuleBlocklist {
  return { name, minCosine: minCosine ?? alike.even, maxDistance };
}

/** Each once. */
function trimmed(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.trim()))];
}
