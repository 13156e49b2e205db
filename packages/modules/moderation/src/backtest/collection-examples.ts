import { asInputError, fieldPath, filterFrom, globalId, PRICES, type CostMeter, type InputError } from '@clipgraph/module-kit';
import { invalidInput, isCollectionName, PluginError, valuesAt, type StoredRecord, type VectorStore } from '@clipgraph/contracts';
import { vectorPages } from '@clipgraph/store-kit';

import { unknownRule, type BacktestExample, type BacktestExamples } from './backtest-examples.ts';
import type { BacktestCollection, ModerationAction } from '../generated/types.ts';
import { MAX_BACKTEST_EXAMPLES } from '../limits.ts';
import { ACTIONS } from '../policy/actions.ts';
import type { PolicyVersion } from '../policy/policy.ts';

const RECORDS_AT_ONCE = 500;

interface CollectionTrial {
  readonly store: VectorStore;
  readonly policy: PolicyVersion;
  /** Of the models of the versions that are tried. */
  readonly fingerprints: readonly string[];
  readonly cost: CostMeter;
  readonly signal: AbortSignal;
}

/**
 * The labelled assets of a collection, by their stored vectors: pictures are read only for rules with a blocklist.
 * Assets without a label or a picture are passed over; one with a wrong label stands as an error in its place.
 */
export async function collectionExamples(trial: CollectionTrial, input: BacktestCollection): Promise<BacktestExamples> {
  const { store, policy, fingerprints, cost, signal } = trial;
  const { name, actionField, rulesField } = input;
  const most = limitOf(input.first, 'collection.first');
  const filter = filterFrom(input.filter, 'collection.filter');
  if (!actionField && !rulesField) throw invalidInput('EMPTY', 'collection needs an actionField, a rulesField or both.');
  for (const [place, field] of Object.entries({ actionField, rulesField })) if (field) fieldPath(field, `collection.${place}`);
  const collection = isCollectionName(name) ? await store.collection(name) : undefined;
  if (!collection) throw new PluginError('NOT_FOUND', 'There is no collection of this name.');
  if (fingerprints.some((fingerprint) => fingerprint !== collection.fingerprint)) {
    throw new PluginError('CONFLICT', 'The vectors of this collection are not those of the model that the policy is tried with.');
  }
  cost.charge(PRICES.search);

  const labelled = { should: [actionField, rulesField].flatMap((field) => (field ? [{ kind: 'exists', field } as const] : [])) };
  const wanted = { must: [labelled, ...(filter ? [filter] : [])].map((one) => ({ kind: 'nested', filter: one }) as const) };
  const examples: (BacktestExample | InputError)[] = [];
  for await (const page of vectorPages(store, name, { filter: wanted, pageSize: RECORDS_AT_ONCE, signal })) {
    cost.charge(PRICES.result * page.length);
    for (const { record, vectors } of page) {
      if (!vectors?.image) continue;
      if (examples.length === most) return { examples, truncated: true, price: 0 };
      examples.push(exampleOf(record, vectors.image));
    }
  }
  return { examples, truncated: false, price: 0 };

  function exampleOf(record: StoredRecord, vector: Float32Array): BacktestExample | InputError {
    const assetId = globalId('Asset', name, record.key);
    try {
      return {
        ...labelsOf(record),
        assetId,
        see: async ({ images, embedder: { model }, perceptualHash }) => {
          const bytes = perceptualHash && (await images.read({ kind: 'asset', assetId }, { signal }));
          const hash = bytes && (await perceptualHash!(bytes, { signal }));
          return { vector, fingerprint: model.fingerprint, contentHash: record.imageId ?? '', perceptualHash: hash };
        },
        about: (judge) => judge.about({ assetId }, undefined),
      };
    } catch (error) {
      const inputError = asInputError(error);
      if (!inputError) throw error;
      return inputError;
    }
  }

  function labelsOf({ payload }: StoredRecord): Pick<BacktestExample, 'action' | 'rules'> {
    const actions = actionField ? valuesAt(payload, actionField) : [];
    const rules = rulesField ? valuesAt(payload, rulesField) : [];
    if (actions.length > 1 || !actions.every(isAction))
      throw invalidInput('INVALID', `The asset's action is not one of ${ACTIONS.join(', ')}.`);
    const names = rules.filter((rule) => typeof rule === 'string');
    if (names.length < rules.length || unknownRule(names, policy) >= 0) {
      throw invalidInput('NOT_FOUND', 'The asset is labelled with what is not a rule of this version.');
    }
    return { action: actions[0] as ModerationAction | undefined, rules: rulesField ? names : undefined };
  }
}

function isAction(value: unknown): boolean {
  return ACTIONS.some((action) => action === value);
}

/** The size of a trial within its limits. */
export function limitOf(first: number | null | undefined, path: string): number {
  const most = first ?? MAX_BACKTEST_EXAMPLES;
  if (most < 1 || most > MAX_BACKTEST_EXAMPLES) throw invalidInput('INVALID', `${path} must be from 1 to ${MAX_BACKTEST_EXAMPLES}.`);
  return most;
}
