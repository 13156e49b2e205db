import { boundCursors, checkLength, idParts, pageOf, pageSize, type CursorCodec, type Page } from '@clipgraph/module-kit';

import type { BlocklistEntry } from './blocklist.ts';
import type { Blocklists } from './blocklists.ts';
import type { BlocklistEntriesArgs } from '../generated/types.ts';
import { MAX_PAGE_SIZE } from '../limits.ts';

/** What the GraphQL type `BlocklistEntryConnection` resolves from. */
export type BlocklistPage = Page<BlocklistEntry>;

export type BlocklistPages = (name: string, args: Partial<BlocklistEntriesArgs>) => Promise<BlocklistPage>;

/** Pages by content hash, so that nothing is repeated or left out while entries come and go. */
export function blocklistPages({
  blocklists,
  cursors,
}: {
  readonly blocklists: Blocklists;
  readonly cursors: CursorCodec;
}): BlocklistPages {
  const listCursors = boundCursors<{ hash: string }>(cursors, { kind: 'blocklist', of: 'this blocklist' });
  return async (name, { first, after }) => {
    const limit = pageSize(first, 20, MAX_PAGE_SIZE);
    const { cursorAt, placeOf } = listCursors(name);
    const from = placeOf(after);
    const found = await blocklists.page(name, from?.hash, limit + 1);
    return pageOf(found.slice(0, limit), {
      cursorOf: ({ contentHash }) => cursorAt({ hash: contentHash }),
      hasNextPage: found.length > limit,
      hasPreviousPage: from !== undefined,
    });
  };
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
