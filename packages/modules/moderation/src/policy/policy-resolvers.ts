import { globalId } from '@clipgraph/module-kit';

import type { Resolvers } from '../generated/types.ts';
import { savePolicy, type SavePolicyParts } from './save-policy.ts';

export function policyResolvers(parts: SavePolicyParts): Resolvers {
  const { policies } = parts;
  return {
    Query: {
      policies: (_root, { name }) => (typeof name === 'string' ? policies.versions(name) : policies.active()),
      policy: async (_root, { name, version }) => (await policies.find(name, version ?? undefined)) ?? null,
    },
    Mutation: {
      savePolicy: (_root, { input }, context) => savePolicy(parts, input, context),
      activatePolicy: (_root, { name, version }) => policies.activate(name, version),
    },
    Policy: {
      id: ({ name, version }) => globalId('Policy', name, String(version)),
      rules: ({ rules }) => [...rules],
      active: async ({ name, version }) => (await policies.activeVersion(name)) === version,
    },
    ModerationRule: {
      describes: ({ describes }) => [...describes],
      unlike: ({ unlike }) => [...unlike],
      exampleHashes: ({ examples }) => examples.map(({ contentHash }) => contentHash),
      except: ({ except = [] }) => [...except],
    },
  };
}
