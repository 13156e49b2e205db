import { readSettings } from '@clipgraph/settings-kit';
import { isSettingError } from '@clipgraph/contracts';
import { describe, expect, it } from 'vitest';

import { moderation, type ModerationOptions } from './index.ts';
import { moderationSettings, settingProblems } from './settings.ts';
import { receiverOf } from './webhook/receiver.ts';

/** The values, or what is wrong. */
function read(environment: Record<string, string>, options: ModerationOptions = {}): object | string {
  try {
    const values = readSettings(moderationSettings(options), environment);
    const problems = settingProblems(values);
    return problems.length > 0 ? problems.join('\n') : values;
  } catch (error) {
    if (!isSettingError(error)) throw error;
    return error.message;
  }
}

describe('the settings of moderation', () => {
  it('have a standard for everything', () => {
    expect(read({})).toEqual({ verdictDays: 365, reviewVectors: true, webhookUrl: undefined, webhookSecret: undefined });
  });

  it('are read from the environment, unless they are given in code', () => {
    const environment = {
      CLIPGRAPH_VERDICT_DAYS: '30',
      CLIPGRAPH_REVIEW_VECTORS: 'off',
      CLIPGRAPH_WEBHOOK_URL: 'https://shop.example.com/hook',
      CLIPGRAPH_WEBHOOK_SECRET: 'a-secret-of-both-sides',
    };
    const values = {
      verdictDays: 30,
      reviewVectors: false,
      webhookUrl: 'https://shop.example.com/hook',
      webhookSecret: 'a-secret-of-both-sides',
    };
    expect(read(environment)).toEqual(values);
    expect(read(environment, { verdictDays: 90 })).toEqual({ ...values, verdictDays: 90 });
    expect(read({ ...environment, CLIPGRAPH_VERDICT_DAYS: 'many' }, { verdictDays: 0.5 })).toEqual({ ...values, verdictDays: 0.5 });
  });

  it.each([
    [{ CLIPGRAPH_VERDICT_DAYS: '0' }, 'CLIPGRAPH_VERDICT_DAYS must be a whole number from 1 to 3650.'],
    [{ CLIPGRAPH_VERDICT_DAYS: '3651' }, 'CLIPGRAPH_VERDICT_DAYS must be a whole number from 1 to 3650.'],
    [{ CLIPGRAPH_REVIEW_VECTORS: 'maybe' }, 'CLIPGRAPH_REVIEW_VECTORS must be on or off.'],
    [{ CLIPGRAPH_WEBHOOK_URL: 'shop.example.com' }, 'CLIPGRAPH_WEBHOOK_URL must be an absolute http or https address.'],
    [
      { CLIPGRAPH_WEBHOOK_URL: 'https://shop.example.com/hook' },
      'CLIPGRAPH_WEBHOOK_SECRET must have at least 16 characters where there is a CLIPGRAPH_WEBHOOK_URL.',
    ],
    [
      { CLIPGRAPH_WEBHOOK_URL: 'https://shop.example.com/hook', CLIPGRAPH_WEBHOOK_SECRET: 'fifteen letters' },
      'CLIPGRAPH_WEBHOOK_SECRET must have at least 16 characters where there is a CLIPGRAPH_WEBHOOK_URL.',
    ],
  ])('refuse %o', (environment, message) => {
    expect(read(environment as Record<string, string>)).toBe(message);
  });

  it('are checked when they are given in code too, all at once', () => {
    const wrong = { verdictDays: '90', reviewVectors: 'off', webhookUrl: 'shop.example.com' } as unknown as ModerationOptions;
    expect(String(read({}, wrong)).split('\n')).toEqual([
      'moderation: verdictDays must be a number above 0, at most 3650.',
      'moderation: reviewVectors must be true or false.',
      'moderation: webhookUrl must be an absolute http or https address.',
      'CLIPGRAPH_WEBHOOK_SECRET must have at least 16 characters where there is a CLIPGRAPH_WEBHOOK_URL.',
    ]);
    for (const verdictDays of [0, -1, 3651, NaN, Infinity]) expect(read({}, { verdictDays })).toContain('verdictDays');
    const values = { verdictDays: 1, reviewVectors: true, webhookUrl: 'https://shop.example.com', webhookSecret: 'short' };
    expect(moderation().settingProblems!(values)).toEqual([expect.stringContaining('CLIPGRAPH_WEBHOOK_SECRET')]);
  });
});

describe('the receiver of the webhook', () => {
  const webhook = { webhookUrl: 'https://shop.example.com/hook?a=b', webhookSecret: 'a-secret-of-both-sides' };

  it('is told whose verdict it is, where there are tenants', () => {
    expect(receiverOf(webhook, undefined)).toEqual({ url: webhook.webhookUrl, secret: webhook.webhookSecret });
    expect(receiverOf(webhook, 'acme')?.url).toBe('https://shop.example.com/hook?a=b&tenant=acme');
    expect(receiverOf({ webhookUrl: undefined, webhookSecret: undefined }, 'acme')).toBeUndefined();
  });
});
