import { PluginError } from '@clipgraph/contracts';

import type { Blocklists } from './blocklists.ts';
import type { Policies } from '../policy/policies.ts';

/** CONFLICT while the active version of a policy looks in it; false when there was none. */
export async function deleteBlocklist(
  { policies, blocklists }: { readonly policies: Policies; readonly blocklists: Blocklists },
  name: string,
): Promise<boolean> {
  const user = (await policies.active({ whole: true })).find(({ rules }) => rules.some(({ blocklist }) => blocklist?.name === name));
  if (user) throw new PluginError('CONFLICT', `The active version of the policy ${user.name} looks in this blocklist.`);
  return blocklists.delete(name);
}
