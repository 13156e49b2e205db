import { createHash } from 'node:crypto';

import { isCollectionName, PluginError, type Clock, type DocumentStore } from '@clipgraph/contracts';
import { LRUCache } from 'lru-cache';

import { ignoreConflict, KINDS } from '../documents.ts';
import { policyDocument, policyVersion, type PolicyVersion, type Rule } from './policy.ts';

const MAX_LISTED = 100;
const MAX_POLICIES = 1000;
/** Versions that are remembered. They never change; reading one with 50 rules costs a tenth of a millisecond. */
const REMEMBERED_VERSIONS = 64;
/** Tries to be the one who saves the next version, among others who save at the same time. */
const TRIES = 20;

/** What is saved as the next version of a policy. */
export type NewPolicy = Pick<PolicyVersion, 'name' | 'rules' | 'fingerprint' | 'contentHash'>;

/** The versions of policies, which never change, and which of them is active. */
export interface Policies {
  /** The next version, or the one that says the same already. The first of a name becomes active. */
  save(policy: NewPolicy): Promise<PolicyVersion>;
  /** Without a version, the active one. Undefined when there is none. */
  find(name: string, version?: number): Promise<PolicyVersion | undefined>;
  /** Like {@link find}; NOT_FOUND when there is none. */
  named(name: string, version?: number): Promise<PolicyVersion>;
  activate(name: string, version: number): Promise<PolicyVersion>;
  activeVersion(name: string): Promise<number | undefined>;
  /** The active version of each, by name. */
  active(): Promise<PolicyVersion[]>;
  /** Newest first, at most 100. */
  versions(name: string): Promise<PolicyVersion[]>;
}

export function policies(documents: DocumentStore, clock: Clock): Policies {
  const remembered = new LRUCache<string, PolicyVersion>({ max: REMEMBERED_VERSIONS });

  async function latest(name: string): Promise<PolicyVersion | undefined> {
    const [last] = await documents.list(KINDS.policy, { ...rangeOf(name), limit: 1 });
    return last && policyVersion(last.document);
  }

  async function sameAs(name: string, contentHash: string): Promise<PolicyVersion | undefined> {
    const filter = { must: [{ kind: 'match', field: 'contentHash', anyOf: [contentHash] }] } as const;
    const [same] = await documents.list(KINDS.policy, { ...rangeOf(name), filter, limit: 1 });
    return same && policyVersion(same.document);
  }

  async function activeVersion(name: string): Promise<number | undefined> {
    return isCollectionName(name) ? ((await documents.get(KINDS.activePolicy, name))?.['version'] as number | undefined) : undefined;
  }

  async function find(name: string, version?: number): Promise<PolicyVersion | undefined> {
    const wanted = version ?? (await activeVersion(name));
    if (wanted === undefined || !isCollectionName(name) || !isVersion(wanted)) return undefined;
    const id = idOf(name, wanted);
    const known = remembered.get(id);
    if (known) return known;
    const document = await documents.get(KINDS.policy, id);
    if (!document) return undefined;
    const found = policyVersion(document);
    remembered.set(id, found);
    return found;
  }

  async function named(name: string, version?: number): Promise<PolicyVersion> {
    const found = await find(name, version);
    if (!found)
      throw new PluginError(
        'NOT_FOUND',
        version === undefined ? 'There is no policy of this name.' : 'There is no such version of this policy.',
      );
    return found;
  }

  /** Unless a version is active. Asked at every save, for the process may have been killed after the first one. */
  async function activateFirst(name: string): Promise<void> {
    if ((await activeVersion(name)) !== undefined) return;
    await documents.insert(KINDS.activePolicy, [{ id: name, document: { version: 1 } }]).catch(ignoreConflict);
  }

  return {
    async save(policy) {
      const { name, contentHash } = policy;
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const same = await sameAs(name, contentHash);
        if (same) {
          await activateFirst(name);
          return same;
        }
        const version = ((await latest(name))?.version ?? 0) + 1;
        const saved: PolicyVersion = { ...policy, __typename: 'Policy', version, createdAt: clock.now() };
        try {
          await documents.insert(KINDS.policy, [{ id: idOf(name, version), document: policyDocument(saved) }]);
        } catch (error) {
          ignoreConflict(error);
          continue;
        }
        await activateFirst(name);
        return saved;
      }
      throw new PluginError('OVERLOADED', 'Too many save this policy at once.', { retryAfterMs: 1000 });
    },
    find,
    named,
    async activate(name, version) {
      const policy = await named(name, version);
      await documents.put(KINDS.activePolicy, name, { version });
      return policy;
    },
    activeVersion,
    async active() {
      const names = await documents.list(KINDS.activePolicy, { limit: MAX_POLICIES });
      const found = await Promise.all(names.map(({ id }) => find(id)));
      return found.filter((policy) => policy !== undefined);
    },
    async versions(name) {
      if (!isCollectionName(name)) return [];
      return (await documents.list(KINDS.policy, { ...rangeOf(name), limit: MAX_LISTED })).map(({ document }) => policyVersion(document));
    },
  };
}

/** Ids sort by version, up to a billion of them. */
function idOf(name: string, version: number): string {
  return `${name}/${String(version).padStart(9, '0')}`;
}

function isVersion(version: number): boolean {
  return Number.isInteger(version) && version > 0 && version < 1e9;
}

/** Every version of a name, newest first: `0` is what follows `/`. */
function rangeOf(name: string): { readonly order: 'descending'; readonly after: string; readonly until: string } {
  return { order: 'descending', after: `${name}0`, until: `${name}/` };
}

/** Of what was written, which pictures were shown and to which model. */
export function contentHashOf(rules: readonly Rule[], fingerprint: string | undefined): string {
  const content = rules.map(({ examples, describes, unlike, name, threshold, action, shadow, blocklist, except }) => [
    name,
    describes,
    unlike,
    examples.map(({ contentHash }) => contentHash),
    threshold,
    action,
    shadow,
    // What a rule need not have is left out, so that a version keeps its hash.
    ...(blocklist ? [{ blocklist }] : []),
    ...(except ? [{ except }] : []),
  ]);
  return createHash('sha256')
    .update(JSON.stringify([fingerprint ?? null, content]))
    .digest('hex');
}
