import { globalId } from '@clipgraph/module-kit';

import type { Resolvers } from '../generated/types.ts';
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
      blocklists: () => blocklists.all(),
      blocklist: async (_root, { name }) => (await blocklists.find(name)) ?? null,
    },
    Mutation: {
      createBlocklist: (_root, { name }) => blocklists.create(name),
      deleteBlocklist: (_root, { name }) => deleteBlocklist(parts, name),
      addToBlocklist: (_root, args, context) => addToBlocklist(parts, args, context),
      removeFromBlocklist: (_root, { entries }) => removeFromBlocklist(blocklists, entries),
    },
    Blocklist: {
      id: ({ name }) => globalId('Blocklist', name),
      count: ({ name }) => blocklists.count(name),
      hashOnlyCount: ({ name }) => blocklists.count(name, embedders.named(undefined).model.fingerprint),
      entries: ({ name }, args) => blocklistPage(name, args),
    },
    BlocklistEntry: {
      id: ({ blocklist, contentHash }) => globalId('BlocklistEntry', blocklist, contentHash),
      comparesByVector,
    },
    BlocklistMatch: {
      entry: async ({ blocklist, contentHash }) => (await blocklists.entry(blocklist, contentHash)) ?? null,
    },
  };
}
