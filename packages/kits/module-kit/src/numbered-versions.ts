import { isCollectionName, isPluginError, PluginError } from '@clipgraph/contracts';

import type { TypedDocuments } from './documents-of.ts';
import { turns } from './turns.ts';

/** Ids sort by name, then by version, up to a billion of them. */
const VERSION_DIGITS = 9;
const MAX_VERSION = 10 ** VERSION_DIGITS - 1;
/** Tries to be the one who saves the next version, among other processes that save at the same time. */
const MAX_TRIES = 20;

/** A document that is a version of a name. */
export interface Numbered {
  readonly name: string;
  readonly version: number;
}

/** Documents that are the versions of a name: each has an id of its own, `<name>/<version>`, and never changes. */
export interface NumberedVersions<Content extends Numbered> {
  /**
   * Saves what `make` answers for the next number, at least `above` + 1, or answers the version that `same` finds instead. Of many who
   * save at once, each gets a number of its own; OVERLOADED where others were always first.
   */
  add(name: string, make: (version: number) => Content, options?: AddOptions<Content>): Promise<Content>;
  find(name: string, version: number): Promise<Content | undefined>;
  /** UNSUPPORTED where it cannot be read. */
  newest(name: string): Promise<Content | undefined>;
  /** Newest first. */
  list(name: string, limit: number): Promise<Content[]>;
  /** False where there was none. */
  delete(name: string, version: number): Promise<boolean>;
  /** The first name after this one, in the order of the ids; undefined at the end. */
  nameAfter(name: string | undefined): Promise<string | undefined>;
}

export interface AddOptions<Content> {
  /** A version that says the same already; asked before each try. */
  readonly same?: () => Promise<Content | undefined>;
  /** Numbers up to this one are not given again. */
  readonly above?: () => Promise<number>;
}

export function numberedVersions<Content extends Numbered>(documents: TypedDocuments<Content>): NumberedVersions<Content> {
  const inTurn = turns();
  const list = async (name: string, limit: number): Promise<Content[]> => {
    if (!isCollectionName(name)) return [];
    return (await documents.list({ ...versionsOf(name), limit })).map(({ document }) => document);
  };
  /** Whole: an earlier version must not pass for the newest. */
  const newest = async (name: string): Promise<Content | undefined> =>
    isCollectionName(name) ? (await documents.listWhole({ ...versionsOf(name), limit: 1 }))[0]?.document : undefined;

  return {
    list,
    newest,
    // In turn within the process: only those of other processes are first to a number.
    add: (name, make, { same, above } = {}) =>
      inTurn(name, async () => {
        for (let tries = 0; tries < MAX_TRIES; tries++) {
          const found = await same?.();
          if (found) return found;
          const version = Math.max((await newest(name))?.version ?? 0, (await above?.()) ?? 0) + 1;
          const document = make(version);
          try {
            await documents.insert([{ id: versionId(name, version), document }]);
            return document;
          } catch (error) {
            if (!isPluginError(error) || error.code !== 'CONFLICT') throw error;
          }
        }
        throw new PluginError('OVERLOADED', `Too many save the ${documents.kind.name} ${name} at once.`, { retryAfterMs: 1000 });
      }),
    find: async (name, version) => (isCollectionName(name) && isVersion(version) ? documents.get(versionId(name, version)) : undefined),
    delete: async (name, version) => isCollectionName(name) && isVersion(version) && documents.delete(versionId(name, version)),
    async nameAfter(name) {
      // No name has a '/', and '0' comes right after it.
      // The id says it, also of a version that cannot be read.
      const [next] = await documents.listReadable({ ...(name !== undefined && { after: `${name}0` }), limit: 1 });
      return next?.id.slice(0, next.id.lastIndexOf('/'));
    },
  };
}

/** Which versions of a name there are, newest first, for `DocumentStore.list`. */
export function versionsOf(name: string): { readonly order: 'descending'; readonly after: string; readonly until: string } {
  return { order: 'descending', after: `${name}0`, until: `${name}/` };
}

function versionId(name: string, version: number): string {
  return `${name}/${String(version).padStart(VERSION_DIGITS, '0')}`;
}

function isVersion(version: number): boolean {
  return Number.isInteger(version) && version > 0 && version <= MAX_VERSION;
}
