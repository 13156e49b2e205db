import {
  type DocumentKind,
  type DocumentStore,
  type Filter,
  isPluginError,
  type KindIndexes,
  type PluginError,
  VERSION_FIELD,
} from '@clipgraph/contracts';

import { upgraded } from './documents-of.ts';

const UPGRADED_AT_ONCE = 100;

/** What was done for one kind whose documents were of an earlier version. */
export interface KindUpgrade {
  readonly kind: string;
  readonly upgraded: number;
  /** Documents that stay as they are, because an upgrade failed or what it answered does not fit; reading them says the same. */
  readonly failures: readonly PluginError[];
}

/**
 * Brings a store to the kinds of all modules: builds their indexes, and rewrites documents of earlier versions, so that filters find
 * them by what they hold now. Called once when a gateway opens, before anything reads or writes. What is interrupted goes
 * on at the next call. Answers the kinds that had something to upgrade. Throws a TypeError for kinds that do not fit
 * together: two of one name, a version without an upgrade.
 */
export async function openKinds(store: DocumentStore, kinds: readonly DocumentKind[]): Promise<KindUpgrade[]> {
  checkUpgrades(kinds);
  await store.declare(kinds.map(withVersionIndex));
  const upgrades: KindUpgrade[] = [];
  for (const kind of kinds) {
    if (kind.version === 1) continue;
    const done = await upgradeKind(store, kind);
    if (done.upgraded > 0 || done.failures.length > 0) upgrades.push(done);
  }
  return upgrades;
}

/** Of a kind that has had another version, so that the documents of that one are found quickly. */
function withVersionIndex({ name, version, indexes = [] }: DocumentKind): KindIndexes {
  return { name, indexes: version === 1 ? indexes : [...indexes, VERSION_FIELD] };
}

async function upgradeKind(store: DocumentStore, kind: DocumentKind): Promise<KindUpgrade> {
  const filter: Filter = { mustNot: [{ kind: 'range', field: VERSION_FIELD, range: { gte: kind.version } }] };
  const failures: PluginError[] = [];
  let count = 0;
  for (let after: string | undefined; ;) {
    const found = await store.list(kind.name, { filter, after, limit: UPGRADED_AT_ONCE });
    const writes = found.map(async ({ id, document }) => {
      try {
        await store.put(kind.name, id, await upgraded(kind, id, document));
        count += 1;
      } catch (error) {
        if (!isPluginError(error) || error.code !== 'UNSUPPORTED') throw error;
        failures.push(error);
      }
    });
    await Promise.all(writes);
    if (found.length < UPGRADED_AT_ONCE) return { kind: kind.name, upgraded: count, failures };
    after = found.at(-1)!.id;
  }
}

function checkUpgrades(kinds: readonly DocumentKind[]): void {
  const names = new Set<string>();
  for (const { name, version, upgrades = {} } of kinds) {
    if (names.has(name)) throw new TypeError(`Two modules keep documents of the kind ${name}.`);
    names.add(name);
    if (!Number.isInteger(version) || version < 1) throw new TypeError(`The kind ${name} has no version from 1.`);
    for (let from = 1; from < version; from++) {
      if (!upgrades[from]) throw new TypeError(`The kind ${name} has no upgrade from version ${from}.`);
    }
  }
}
