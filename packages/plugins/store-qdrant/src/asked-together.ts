/**
 * Answers single questions with one call for all that are asked in the same turn of the event loop, at most `limit` of
 * them: `among` tells which of some ids are there.
 */
export function askedTogether(
  among: (ids: readonly string[]) => Promise<ReadonlySet<string>>,
  limit: number,
): (id: string) => Promise<boolean> {
  let open: { readonly ids: Set<string>; readonly found: Promise<ReadonlySet<string>> } | undefined;
  return async (id) => {
    if (!open || open.ids.size === limit) {
      const ids = new Set<string>();
      const found = new Promise((resolve) => setImmediate(resolve)).then(() => {
        if (open?.ids === ids) open = undefined;
        return among([...ids]);
      });
      open = { ids, found };
    }
    const { ids, found } = open;
    ids.add(id);
    return (await found).has(id);
  };
}
