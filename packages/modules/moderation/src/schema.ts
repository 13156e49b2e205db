import { backtestTypeDefs } from './backtest/backtest-schema.ts';
import { blocklistTypeDefs } from './blocklists/blocklist-schema.ts';
import { policyTypeDefs } from './policy/policy-schema.ts';
import { verdictTypeDefs } from './verdicts/verdict-schema.ts';
import { webhookTypeDefs } from './webhook/webhook-schema.ts';

/** The types of all rooms. */
export const moderationTypeDefs: string = [policyTypeDefs, blocklistTypeDefs, verdictTypeDefs, backtestTypeDefs, webhookTypeDefs].join('');
