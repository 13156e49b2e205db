import { checkLength, idParts, pageSize, type CursorCodec } from '@clipgraph/module-kit';
import { invalidInput } from '@clipgraph/contracts';

import type { BlocklistEntry } from './blocklist.ts';
import type { Blocklists } from './blocklists.ts';
import type { BlocklistEntriesArgs, PageInfo } from '../generated/types.ts';
import { MAX_PAGE_SIZE } from '../limits.ts';

/** What the GraphQL type `BlocklistEntryConnection` resolves from. */
export interface BlocklistPage {
  readonly edges: { readonly cursor: string; readonly node: BlocklistEntry }[];
  readonly nodes: BlocklistEntry[];
  readonly pageInfo: PageInfo;
}

export type BlocklistPages = (name: string, args: Partial<BlocklistEntriesArgs>) => Promise<BlocklistPage>;

/** Pages by content hash, so that nothing is repeated or left out while entries come and go. */
export function blocklistPages({
  blocklists,
  cursors,
}: {
  readonly blocklists: Blocklists;
  readonly cursors: CursorCodec;
}): BlocklistPages {
  return async (name, { first, after }) => {
    const limit = pageSize(first, 20, MAX_PAGE_SIZE);
    const afterHash = typeof after === 'string' ? hashFrom(cursors, after, name) : undefined;
    const found = await blocklists.page(name, afterHash, limit + 1);
    const nodes = found.slice(0, limit);
    const edges = nodes.map((node) => ({ cursor: cursors.encode({ kind: 'blocklist', name, hash: node.contentHash }), node }));
    return {
      edges,
      nodes,
      pageInfo: {
        hasNextPage: found.length > limit,
        hasPreviousPage: afterHash !== undefined,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  };
}

function hashFrom(cursors: CursorCodec, after: string, list: string): string {
  const { kind, name, hash } = cursors.decode(after);
  if (kind !== 'blocklist' || name !== list || typeof hash !== 'string') {
    throw invalidInput('INVALID', 'after is not a cursor of this blocklist.');
  }
  return hash;
}

/** Takes entries out by their ids, of any list; how many there were. */
export async function removeFromBlocklist(blocklists: Blocklists, entries: readonly string[]): Promise<number> {
  checkLength('entries', entries, MAX_PAGE_SIZE);
  const byList = new Map<string, string[]>();
  for (const id of entries) {
    const [list, contentHash] = idParts(id, 'BlocklistEntry', 2) as [string, string];
    byList.set(list, [...(byList.get(list) ?? []), contentHash]);
  }
  let removed = 0;
  for (const [list, contentHashes] of byList) {
    if (await blocklists.find(list)) removed += await blocklists.remove(list, contentHashes);
  }
  return removed;
}
