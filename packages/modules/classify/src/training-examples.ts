import { createHash } from 'node:crypto';

import { asInputError, filterFrom, isInputError, PRICES, type InputError, type RequestContext } from '@clipgraph/module-kit';
import { invalidInput, valuesAt, type Filter, type StoredRecord, type VectorStore } from '@clipgraph/contracts';
import { vectorPages } from '@clipgraph/store-kit';
import { plainLabel } from '@clipgraph/zero-shot';

import type { ClassifierRecord } from './classifier-records.ts';
import type { CollectionExamples } from './generated/types.ts';
import { MAX_COLLECTION_EXAMPLES, MAX_FIELD_LENGTH } from './limits.ts';

/** A picture's vector and the classes that it shows. */
export interface LabelledVector {
  readonly vector: Float32Array;
  /** sha256 of the picture's bytes, hexadecimal, where it is known. */
  readonly contentHash?: string | undefined;
  /** Indexes of classes, each once. */
  readonly labels: readonly number[];
}

/** Where an example came from; the resolver type `ExampleError` without the error. */
export type ExampleOrigin = { readonly index: number } | { readonly key: string } | { readonly verdictId: string };

export type Example = ExampleOrigin & { readonly outcome: LabelledVector | InputError };

/** Reads the labels of an example; INVALID_INPUT says which of them is wrong. */
export type LabelReader = (labels: readonly string[], path: string) => readonly number[];

/** Assets whose vectors are read at once. */
const PAGE_SIZE = 100;

export function labelReader({ classes, mode }: ClassifierRecord): LabelReader {
  const indexOf = new Map(classes.map(({ name }, index) => [plainLabel(name), index]));
  return (labels, path) => {
    if (mode === 'ONE_OF' && labels.length !== 1)
      throw invalidInput('INVALID', `${path} holds ${labels.length} labels; a classifier that is ONE_OF takes one.`);
    const indexes = labels.map((label) => {
      const index = indexOf.get(plainLabel(label));
      if (index === undefined) throw invalidInput('INVALID', `${path} holds a label that is no class of this classifier.`);
      return index;
    });
    return [...new Set(indexes)];
  };
}

/** Examples from the assets of a collection that have the field, by key. Charges for them first. */
export async function collectionExamples(
  { store, labelsOf }: { readonly store: VectorStore; readonly labelsOf: LabelReader },
  { collection, field, filter: wanted }: CollectionExamples,
  { cost, signal }: RequestContext,
): Promise<Example[]> {
  if (field === '' || field.length > MAX_FIELD_LENGTH)
    throw invalidInput('INVALID', `fromCollection.field must have 1 to ${MAX_FIELD_LENGTH} characters.`);
  const passing = filterFrom(wanted, 'fromCollection.filter');
  const filter: Filter = { must: [{ kind: 'exists', field }, ...(passing ? [{ kind: 'nested', filter: passing } as const] : [])] };
  const count = await store.count(collection, filter);
  if (count > MAX_COLLECTION_EXAMPLES)
    throw invalidInput(
      'TOO_LARGE',
      `The collection has ${count} assets with this field that pass the filter; at most ${MAX_COLLECTION_EXAMPLES} are taken.`,
    );
  cost.charge(count * PRICES.result);

  const examples: Example[] = [];
  for await (const page of vectorPages(store, collection, { filter, pageSize: PAGE_SIZE, signal })) {
    examples.push(...page.map(({ record, vectors }) => storedExample(field, record, vectors?.image, labelsOf)));
    // Assets that came since the count are left for the next training.
    if (examples.length >= MAX_COLLECTION_EXAMPLES) break;
  }
  return examples;
}

function storedExample(
  field: string,
  { key, payload, imageId }: StoredRecord,
  vector: Float32Array | undefined,
  labelsOf: LabelReader,
): Example {
  try {
    const labels = labelsOf(valuesAt(payload, field).map(String), 'The field');
    if (!vector) throw invalidInput('NOT_FOUND', 'This asset has no picture.');
    return { key, outcome: { vector, contentHash: imageId, labels } };
  } catch (error) {
    const outcome = asInputError(error);
    if (!outcome) throw error;
    return { key, outcome };
  }
}

/**
 * The same, with every picture that came before among them replaced by an error: seen twice, it would judge itself. Pictures are
 * the same with the same bytes or the same vector.
 */
export function withoutRepeats(examples: readonly Example[]): Example[] {
  const seen = new Map<string, readonly number[]>();
  return examples.map((example) => {
    const { outcome } = example;
    if (isInputError(outcome)) return example;
    const { vector, contentHash, labels } = outcome;
    const names = [createHash('sha256').update(vector).digest('base64'), ...(contentHash === undefined ? [] : [contentHash])];
    const before = names.map((name) => seen.get(name)).find((one) => one !== undefined);
    for (const name of names) seen.set(name, before ?? labels);
    if (!before) return example;
    const isSame = before.length === labels.length && before.every((label) => labels.includes(label));
    const message = `The same picture came before among these examples${isSame ? '' : ', with other labels; the first counts'}.`;
    return { ...example, outcome: asInputError(invalidInput('INVALID', message))! };
  });
}
