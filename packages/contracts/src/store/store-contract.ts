import { PluginError } from '../errors.ts';

/** The version of the contract of stores that this package holds: `VectorStore.contract`. */
export const STORE_CONTRACT = 1;
export type StoreContract = typeof STORE_CONTRACT;

/** Throws UNSUPPORTED, with the store's name, for a store that was written for another version of the contract. */
export function checkStoreContract(store: { readonly contract?: unknown; readonly name?: unknown }): void {
  if (store.contract === STORE_CONTRACT) return;
  const spoken = typeof store.contract === 'number' ? `speaks contract ${store.contract}` : 'names no contract';
  throw new PluginError('UNSUPPORTED', `The store "${String(store.name)}" ${spoken}; this gateway speaks ${STORE_CONTRACT}.`);
}
