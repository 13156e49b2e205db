import type { LimitList } from '@clipgraph/module-kit';

export const MAX_IMAGES = 64;
export const MAX_LABELLED_IMAGES = 128;
export const MAX_RULES = 100;
export const MAX_RULE_NAME_LENGTH = 64;
/** Descriptions of one rule, and the same number of look-alikes. */
export const MAX_TEXTS = 32;
export const MAX_TEXT_LENGTH = 300;
export const MAX_EXAMPLES_PER_RULE = 16;
export const MAX_EXAMPLES = 64;
/** Compared one by one with every picture: 4 ms for vectors of 512. */
export const MAX_BLOCKLIST_ENTRIES = 10_000;
export const MAX_BLOCKLISTS = 100;
export const MAX_HASH_DISTANCE = 64;
export const MAX_EXCEPTIONS = 16;
/** Of what is said about one image, as JSON. */
export const MAX_CONTEXT_LENGTH = 16_384;
/** Of a collection or of reviews, in one trial. */
export const MAX_BACKTEST_EXAMPLES = 5000;
export const MAX_PAGE_SIZE = 100;
export const MAX_NOTE_LENGTH = 2000;
/** Policies that are listed with their active version. */
export const MAX_POLICIES = 1000;
/** Newest versions of one policy that are listed. */
export const MAX_POLICY_VERSIONS = 100;
/** Events that failed, of one call. */
export const MAX_RETRIED_EVENTS = 1000;
/** Ten years. */
export const MAX_VERDICT_DAYS = 3650;

/** Of this module, for docs/limits.md. */
export const moderationLimits: LimitList = {
  of: 'Moderation',
  limits: [
    { what: 'pictures', most: MAX_IMAGES, unit: 'items', where: ['Mutation.moderate(images)', 'Mutation.addToBlocklist(pictures)'] },
    { what: 'what is known of a picture, as JSON', most: MAX_CONTEXT_LENGTH, unit: 'characters', where: ['Mutation.moderate(contexts)'] },
    {
      what: 'verdicts are kept',
      most: MAX_VERDICT_DAYS,
      unit: 'days',
      where: ['Query.verdicts', 'GET /moderation/verdicts'],
      past: 'deleted',
      setting: 'CLIPGRAPH_VERDICT_DAYS',
    },
    { what: 'rules of a policy', most: MAX_RULES, unit: 'items', where: ['PolicyInput.rules'] },
    { what: 'name of a rule', most: MAX_RULE_NAME_LENGTH, unit: 'characters', where: ['RuleInput.name'] },
    { what: 'descriptions of a rule', most: MAX_TEXTS, unit: 'items', where: ['RuleInput.describes'] },
    { what: 'look-alikes of a rule', most: MAX_TEXTS, unit: 'items', where: ['RuleInput.unlike'] },
    { what: 'description or look-alike', most: MAX_TEXT_LENGTH, unit: 'characters', where: ['RuleInput.describes', 'RuleInput.unlike'] },
    { what: 'examples of a rule', most: MAX_EXAMPLES_PER_RULE, unit: 'items', where: ['RuleInput.examples'] },
    { what: 'examples of a policy', most: MAX_EXAMPLES, unit: 'items', where: ['PolicyInput.rules'] },
    { what: 'exceptions of a rule', most: MAX_EXCEPTIONS, unit: 'items', where: ['RuleInput.except'] },
    { what: 'bits that differ', most: MAX_HASH_DISTANCE, unit: 'bits', where: ['RuleBlocklistInput.maxDistance'] },
    { what: 'policies', most: MAX_POLICIES, unit: 'items', where: ['Query.policies'], past: 'left out' },
    { what: 'versions of a policy', most: MAX_POLICY_VERSIONS, unit: 'items', where: ['Query.policies(name)'], past: 'left out' },
    { what: 'blocklists', most: MAX_BLOCKLISTS, unit: 'items', where: ['Mutation.createBlocklist'] },
    { what: 'pictures of a blocklist', most: MAX_BLOCKLIST_ENTRIES, unit: 'items', where: ['Mutation.addToBlocklist(pictures)'] },
    { what: 'entries that are taken out', most: MAX_PAGE_SIZE, unit: 'items', where: ['Mutation.removeFromBlocklist(entries)'] },
    {
      what: 'note',
      most: MAX_NOTE_LENGTH,
      unit: 'characters',
      where: ['Mutation.resolveReview(note)', 'Mutation.addToBlocklist(pictures)'],
    },
    {
      what: 'page',
      most: MAX_PAGE_SIZE,
      unit: 'items',
      where: ['Query.verdicts(first)', 'Query.reviewQueue(first)', 'Query.webhookFailures(first)', 'Blocklist.entries(first)'],
    },
    { what: 'pictures of a trial', most: MAX_LABELLED_IMAGES, unit: 'items', where: ['Query.backtestPolicy(images)'] },
    {
      what: 'assets or reviews of a trial',
      most: MAX_BACKTEST_EXAMPLES,
      unit: 'items',
      where: ['BacktestCollection.first', 'BacktestReviews.first'],
    },
    {
      what: 'events that are sent again',
      most: MAX_RETRIED_EVENTS,
      unit: 'items',
      where: ['Mutation.retryWebhookFailures'],
      past: 'left out',
    },
  ],
};
