import { filterFrom, idParts, type FilterInput, type ImageInput } from '@clipgraph/module-kit';
import {
  invalidInput,
  isAssetKey,
  isCollectionName,
  matchesFilter,
  type Filter,
  type Filterable,
  type JsonObject,
  type VectorStore,
} from '@clipgraph/contracts';

import type { ModerationAction } from '../generated/types.ts';
import { MAX_CONTEXT_LENGTH } from '../limits.ts';
import { compareActions } from '../policy/actions.ts';
import type { RuleException } from '../policy/rule-exception.ts';
import type { Finding } from './finding.ts';

/** An exception with its filter in the words of {@link matchesFilter}. */
export interface ReadyException {
  readonly filter: Filter;
  readonly action: ModerationAction;
}

export function readyExceptions(exceptions: readonly RuleException[]): ReadyException[] {
  return exceptions.map(({ filter, action }) => ({ filter: filterFrom(filter as FilterInput) ?? {}, action }));
}

/** The finding under the first of the rule's exceptions that holds; one that is not milder changes nothing. */
export function softened(finding: Finding, exceptions: readonly ReadyException[], about: Filterable): Finding {
  const index = finding.passed ? exceptions.findIndex(({ filter }) => matchesFilter(filter, about)) : -1;
  const exception = exceptions[index];
  if (!exception || compareActions(exception.action, finding.action) >= 0) return finding;
  return { ...finding, action: exception.action, exception: { index, insteadOf: finding.action } };
}

/**
 * What exceptions look at: the payload of the asset, where the image was given by one, under `asset`, and what came
 * with the image under `context`. Its key is the asset's.
 */
export async function aboutImage(
  store: Pick<VectorStore, 'collection' | 'get'>,
  { assetId }: Pick<ImageInput, 'assetId'>,
  context: JsonObject | null | undefined,
): Promise<Filterable> {
  const given = context ? { context } : {};
  if (typeof assetId !== 'string') return { key: '', payload: given };
  const [collection, key] = idParts(assetId, 'Asset', 2) as [string, string];
  const isKnown = isCollectionName(collection) && isAssetKey(key) && (await store.collection(collection)) !== undefined;
  const [record] = isKnown ? await store.get(collection, [key]) : [];
  return { key, payload: { ...given, ...(record && { asset: record.payload }) } };
}

export function checkContext(context: JsonObject | null | undefined, path: string): void {
  if (context && JSON.stringify(context).length > MAX_CONTEXT_LENGTH) {
    throw invalidInput('TOO_LARGE', `${path} is longer than ${MAX_CONTEXT_LENGTH} characters of JSON.`);
  }
}
