import { globalId, PRICES } from '@clipgraph/module-kit';

import type { Resolvers } from '../generated/types.ts';
import { MAX_BLOCKLISTS } from '../limits.ts';
import type { Policies } from '../policy/policies.ts';
import { addToBlocklist, type AddToBlocklistParts } from './add-to-blocklist.ts';
import { removeFromBlocklist, type BlocklistPages } from './blocklist-page.ts';
import type { BlocklistEntry } from './blocklist.ts';
import { deleteBlocklist } from './delete-blocklist.ts';

interface BlocklistParts extends AddToBlocklistParts {
  readonly policies: Policies;
  readonly blocklistPage: BlocklistPages;
}

export function blocklistResolvers(parts: BlocklistParts): Resolvers {
  const { embedders, blocklists, blocklistPage } = parts;
  const comparesByVector = ({ fingerprint }: BlocklistEntry): boolean => fingerprint === embedders.named(undefined).model.fingerprint;
  return {
    Query: {
      blocklists: async (_root, _args, { cost }) => {
        cost.charge(PRICES.result * MAX_BLOCKLISTS);
        return blocklists.all();
      },
      blocklist: async (_root, { name }, { cost }) => {
        cost.charge(PRICES.result);
        return (await blocklists.find(name)) ?? null;
      },
    },
    Mutation: {
      createBlocklist: (_root, { name }, { cost }) => {
        cost.charge(PRICES.result);
        return blocklists.create(name);
      },
      deleteBlocklist: (_root, { name }, { cost }) => {
        cost.charge(PRICES.search);
        return deleteBlocklist(parts, name);
      },
      addToBlocklist: (_root, args, context) => addToBlocklist(parts, args, context),
      removeFromBlocklist: (_root, { entries }, context) => removeFromBlocklist(blocklists, entries, context),
    },
    Blocklist: {
      id: ({ name }) => globalId('Blocklist', name),
      count: async (list) => (await blocklists.index(list)).entries.size,
      hashOnlyCount: async (list) =>
        [...(await blocklists.index(list)).entries.values()].filter((entry) => !comparesByVector(entry)).length,
      entries: ({ name }, args, context) => blocklistPage(name, args, context),
    },
    BlocklistEntry: {
      id: ({ blocklist, contentHash }) => globalId('BlocklistEntry', blocklist, contentHash),
      comparesByVector,
    },
    BlocklistMatch: {
      entry: async ({ blocklist, contentHash }, _args, { cost }) => {
        cost.charge(PRICES.result);
        return (await blocklists.entry(blocklist, contentHash)) ?? null;
      },
    },
  };
}
