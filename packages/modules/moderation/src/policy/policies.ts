import { createHash } from 'node:crypto';

import { isCollectionName, PluginError, type Clock, type DocumentStore } from '@clipgraph/contracts';
import { documentsOf, ifReadable, numberedVersions, versionsOf } from '@clipgraph/module-kit';
import { LRUCache } from 'lru-cache';

import { ignoreConflict } from '../documents.ts';
import { activePolicyKind, policyKind } from '../kinds.ts';
import { MAX_POLICIES, MAX_POLICY_VERSIONS } from '../limits.ts';
import { policyDocument, policyVersion, type PolicyVersion, type Rule } from './policy.ts';

/** Versions that are remembered. They never change; reading one with 50 rules costs a tenth of a millisecond. */
const REMEMBERED_VERSIONS = 64;

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
  /** The active version of each, by name; those that cannot be read are left out, or rejected with `whole`. */
  active(options?: { readonly whole?: boolean }): Promise<PolicyVersion[]>;
  /** Newest first, at most 100. */
  versions(name: string): Promise<PolicyVersion[]>;
}

export function policies(documents: DocumentStore, clock: Clock): Policies {
  const remembered = new LRUCache<string, PolicyVersion>({ max: REMEMBERED_VERSIONS });

  const kept = documentsOf(documents, policyKind);
  const numbered = numberedVersions(kept);
  const activeOnes = documentsOf(documents, activePolicyKind);

  async function activeVersion(name: string): Promise<number | undefined> {
    return isCollectionName(name) ? (await activeOnes.get(name))?.version : undefined;
  }

  async function find(name: string, version?: number): Promise<PolicyVersion | undefined> {
    const wanted = version ?? (await activeVersion(name));
    if (wanted === undefined) return undefined;
    const id = `${name}/${wanted}`;
    const known = remembered.get(id);
    if (known) return known;
    const document = await numbered.find(name, wanted);
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
    await activeOnes.insert([{ id: name, document: { version: 1 } }]).catch(ignoreConflict);
  }

  return {
    async save(policy) {
      const { name, contentHash } = policy;
      const filter = { must: [{ kind: 'match', field: 'contentHash', anyOf: [contentHash] }] } as const;
      const saved = await numbered.add(
        name,
        (version) => policyDocument({ ...policy, __typename: 'Policy', version, createdAt: clock.now() }),
        { same: async () => (await kept.list({ ...versionsOf(name), filter, limit: 1 }))[0]?.document },
      );
      await activateFirst(name);
      return policyVersion(saved);
    },
    find,
    named,
    async activate(name, version) {
      const policy = await named(name, version);
      await activeOnes.put(name, { version });
      return policy;
    },
    activeVersion,
    async active({ whole = false } = {}) {
      const names = await activeOnes[whole ? 'listWhole' : 'list']({ limit: MAX_POLICIES });
      const found = await Promise.all(names.map(({ id }) => (whole ? find(id) : ifReadable(documents, () => find(id)))));
      return found.filter((policy) => policy !== undefined);
    },
    async versions(name) {
      return (await numbered.list(name, MAX_POLICY_VERSIONS)).map(policyVersion);
    },
  };
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
