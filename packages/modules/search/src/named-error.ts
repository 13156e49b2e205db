import { picturesAtOnce } from '@clipgraph/module-kit';
import { isPluginError, PluginError } from '@clipgraph/contracts';
import pLimit from 'p-limit';

/**
 * Waits for every item's work and answers in their order. Where items are at fault, rejects with the error of the first
 * of them, its place before the message, such as `like[3]: The text is empty.`; other errors go first, as they are.
 */
export async function eachNamed<Item extends { readonly path: string }, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const inTurn = pLimit(picturesAtOnce(undefined));
  const settled = await Promise.allSettled(items.map((item) => inTurn(async () => work(item))));
  const failures = settled.flatMap((outcome, index) =>
    outcome.status === 'rejected' ? [{ reason: outcome.reason as unknown, index }] : [],
  );
  const failure = failures.find(({ reason }) => !isItsOwnFault(reason)) ?? failures[0];
  if (failure) throw named(failure.reason, items[failure.index]!.path);
  return settled.map((outcome) => (outcome as PromiseFulfilledResult<Awaited<Result>>).value);
}

function isItsOwnFault(error: unknown): error is PluginError {
  return isPluginError(error) && (error.code === 'INVALID_INPUT' || error.code === 'NOT_FOUND');
}

function named(error: unknown, path: string): unknown {
  if (!isItsOwnFault(error)) return error;
  const { code, message, input, cause } = error;
  return new PluginError(code, `${path}: ${message}`, { cause, ...(input ? { input } : {}) });
}
