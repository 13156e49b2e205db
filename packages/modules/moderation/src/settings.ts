import type { Settings, StandardSchema } from '@clipgraph/contracts';
import { httpAddressSchema, isHttpAddress, onOffSchema, optionProblems, textSchema, wholeNumberSchema } from '@clipgraph/settings-kit';
import * as v from 'valibot';

import { MAX_VERDICT_DAYS } from './limits.ts';

const LEAST_SECRET_LENGTH = 16;
const MAX_RETRIES = 100;
/** A day. */
const MAX_RETRY_DELAY_MS = 24 * 60 * 60 * 1000;
const NOT_DELAYS = `must be a list of at most ${MAX_RETRIES} numbers from 0 to ${MAX_RETRY_DELAY_MS}.`;

/** What an operator can set of moderation, as values. */
export interface ModerationSettings {
  /** How long verdicts are kept, in days; the reviews that are open go with them. */
  readonly verdictDays: number;
  /** Whether the vectors of pictures that ask for a review are kept as long as their verdicts. */
  readonly reviewVectors: boolean;
  /** Address that receives reviews and verdicts other than ALLOW. */
  readonly webhookUrl: string | undefined;
  /** Shared with the receiver: signs what is sent. */
  readonly webhookSecret: string | undefined;
}

/** Given in code, these go before the environment. */
export interface ModerationOptions extends Partial<ModerationSettings> {
  /** Waits before the second try to deliver an event, the third, and so on, in milliseconds; about five hours in all where left out. */
  readonly webhookRetryDelaysMs?: readonly number[];
}

export function moderationSettings(options: ModerationOptions): Settings<ModerationSettings> {
  return {
    verdictDays: {
      env: 'CLIPGRAPH_VERDICT_DAYS',
      about: 'How long the verdicts of moderation are kept, in days; open reviews go with them.',
      schema: wholeNumberSchema({ from: 1, to: MAX_VERDICT_DAYS, standard: 365 }),
      value: options.verdictDays,
    },
    reviewVectors: {
      env: 'CLIPGRAPH_REVIEW_VECTORS',
      about: 'Whether the vectors of pictures that wait for a review are kept as long as their verdicts.',
      schema: onOffSchema(true),
      value: options.reviewVectors,
    },
    webhookUrl: {
      env: 'CLIPGRAPH_WEBHOOK_URL',
      about: 'Address that receives reviews and verdicts other than ALLOW.',
      schema: httpAddressSchema(),
      value: options.webhookUrl,
    },
    webhookSecret: {
      env: 'CLIPGRAPH_WEBHOOK_SECRET',
      about: 'Signs what is sent to the webhook; at least 16 characters.',
      schema: textSchema(),
      value: options.webhookSecret,
    },
  };
}

/** What is wrong with values that do not go together, and with values given in code that cannot be. */
export function settingProblems({ verdictDays, reviewVectors, webhookUrl, webhookSecret }: ModerationSettings): readonly string[] {
  const problems: string[] = [];
  if (typeof verdictDays !== 'number' || !(verdictDays > 0 && verdictDays <= MAX_VERDICT_DAYS)) {
    problems.push(`moderation: verdictDays must be a number above 0, at most ${MAX_VERDICT_DAYS}.`);
  }
  if (typeof reviewVectors !== 'boolean') problems.push('moderation: reviewVectors must be true or false.');
  if (webhookUrl !== undefined) {
    if (!isHttpAddress(String(webhookUrl))) {
      problems.push('moderation: webhookUrl must be an absolute http or https address.');
    }
    if (typeof webhookSecret !== 'string' || webhookSecret.length < LEAST_SECRET_LENGTH) {
      problems.push(
        `CLIPGRAPH_WEBHOOK_SECRET must have at least ${LEAST_SECRET_LENGTH} characters where there is a CLIPGRAPH_WEBHOOK_URL.`,
      );
    }
  }
  return problems;
}

const retryDelays: StandardSchema<readonly number[]> = v.pipe(
  v.array(v.pipe(v.number(NOT_DELAYS), v.minValue(0, NOT_DELAYS), v.maxValue(MAX_RETRY_DELAY_MS, NOT_DELAYS)), NOT_DELAYS),
  v.maxLength(MAX_RETRIES, NOT_DELAYS),
);

/** The same of options that are no settings. */
export function optionsProblems(options: ModerationOptions): readonly string[] {
  const settings = Object.keys(moderationSettings({})).map((name) => [name, undefined] as const);
  return optionProblems('moderation', options, { ...Object.fromEntries(settings), webhookRetryDelaysMs: retryDelays });
}
