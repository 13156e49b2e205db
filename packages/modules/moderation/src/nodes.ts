import { isAssetKey, type NodeLoader } from '@clipgraph/contracts';

import type { Blocklists } from './blocklists/blocklists.ts';
import type { Policies } from './policy/policies.ts';
import type { VerdictLog } from './verdicts/verdict-log.ts';

interface NodeParts {
  readonly policies: Policies;
  readonly blocklists: Blocklists;
  readonly log: VerdictLog;
}

/** What `Query.node` finds by the parts of a global id. */
export function nodes({ policies, blocklists, log }: NodeParts): Readonly<Record<string, NodeLoader>> {
  return {
    Blocklist: async ([name, ...rest]) => {
      if (name === undefined || rest.length > 0) return null;
      return (await blocklists.find(name)) ?? null;
    },
    BlocklistEntry: async ([name, contentHash, ...rest]) => {
      if (name === undefined || contentHash === undefined || rest.length > 0) return null;
      return (await blocklists.entry(name, contentHash)) ?? null;
    },
    Policy: async ([name, version, ...rest]) => {
      if (name === undefined || version === undefined || rest.length > 0) return null;
      return (await policies.find(name, Number(version))) ?? null;
    },
    ModerationVerdict: async ([id, ...rest]) => {
      if (id === undefined || !isAssetKey(id) || rest.length > 0) return null;
      return (await log.find(id)) ?? null;
    },
  };
}
