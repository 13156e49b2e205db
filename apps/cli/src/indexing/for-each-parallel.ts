/**
 * Works on items as they come, with at most `width` at once. The first failure ends the taking of items and aborts the
 * signal of the others; it is thrown once those have settled, so that nothing goes on unseen.
 */
export async function forEachParallel<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  width: number,
  work: (item: Item, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const failure = new AbortController();
  const lane = async (): Promise<void> => {
    try {
      for (;;) {
        const next = await iterator.next();
        if (next.done || failure.signal.aborted) return;
        await work(next.value, failure.signal);
      }
    } catch (error) {
      // A second call changes nothing: the first failure is the reason.
      failure.abort(error);
    }
  };
  await Promise.all(Array.from({ length: width }, lane));
  if (!failure.signal.aborted) return;
  await iterator.return?.();
  throw failure.signal.reason;
}
