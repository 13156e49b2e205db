export interface BatchLimits {
  readonly items: number;
  readonly bytes: number;
}

/** Groups items as they come: at most so many, and so many bytes unless a single item has more. */
export async function* batches<Item extends { readonly bytes: number }>(
  items: AsyncIterable<Item>,
  limits: BatchLimits,
): AsyncGenerator<Item[], void, undefined> {
  let batch: Item[] = [];
  let bytes = 0;
  for await (const item of items) {
    const isFull = batch.length === limits.items || bytes + item.bytes > limits.bytes;
    if (isFull && batch.length > 0) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += item.bytes;
  }
  if (batch.length > 0) yield batch;
}
