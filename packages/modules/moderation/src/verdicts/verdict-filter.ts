import type { Condition, Filter } from '@clipgraph/contracts';

import type { VerdictFilter } from '../generated/types.ts';
import { startOfIds } from './time-ordered-id.ts';

/** Which verdicts are asked for, in the terms of the document store. */
export interface VerdictSelection {
  /** Over the fields of `verdictFacets`; undefined lets everything pass. */
  readonly filter: Filter | undefined;
  /** Ids from this one on. */
  readonly from: string | undefined;
  /** Ids before this one. */
  readonly to: string | undefined;
}

export function selectionFrom({ policy, version, actions, rule, shadow, from, to, contentHash, keyName }: VerdictFilter): VerdictSelection {
  const must: Condition[] = [];
  const match = (field: string, value: string | number | null | undefined): void => {
    if (value !== null && value !== undefined) must.push({ kind: 'match', field, anyOf: [value] });
  };
  match('policyName', policy);
  match('policyVersion', version);
  match('keyName', keyName);
  match('contentHash', contentHash?.toLowerCase());
  if (actions) must.push({ kind: 'match', field: 'action', anyOf: actions });
  if (rule !== null && rule !== undefined) must.push(passed(rule, shadow));
  const mustNot: Condition[] = [];
  if ((rule === null || rule === undefined) && typeof shadow === 'boolean') {
    (shadow ? must : mustNot).push({ kind: 'exists', field: 'shadowRules' });
  }
  return {
    filter: must.length + mustNot.length > 0 ? { must, mustNot } : undefined,
    from: from ? startOfIds(from) : undefined,
    to: to ? startOfIds(to) : undefined,
  };
}

function passed(rule: string, shadow: boolean | null | undefined): Condition {
  const within = (field: string): Condition => ({ kind: 'match', field, anyOf: [rule] });
  if (shadow === true) return within('shadowRules');
  if (shadow === false) return within('rules');
  return { kind: 'nested', filter: { should: [within('rules'), within('shadowRules')] } };
}
