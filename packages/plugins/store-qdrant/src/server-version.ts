import { PluginError } from '@clipgraph/contracts';
import type { Connection } from './connection.ts';

/**
 * Collections have metadata from 1.16 on, where ours keep what they are bound to; from 1.17 on an index can be left out
 * of the search graph, as those for key order must be.
 */
const OLDEST = [1, 17] as const;
/** Counts how rare a word is among some points of a collection. */
const OLDEST_SHARED = [1, 19] as const;

/** Rejects with UNSUPPORTED for a server that is too old or no Qdrant, with UNAVAILABLE when it does not answer. */
export async function checkServer(connection: Connection, { shared }: { readonly shared: boolean }): Promise<void> {
  const oldest = shared ? OLDEST_SHARED : OLDEST;
  const { title, version } = await connection.request(async (api, init) => ({ data: { result: (await api.root({}, init)).data } }));
  const [, major, minor] = /^(\d+)\.(\d+)\./.exec(String(version)) ?? [];
  if (!/^qdrant/i.test(String(title)) || major === undefined)
    throw new PluginError('UNSUPPORTED', 'The address is not that of a Qdrant server');
  if (Number(major) < oldest[0] || (Number(major) === oldest[0] && Number(minor) < oldest[1])) {
    throw new PluginError(
      'UNSUPPORTED',
      `The Qdrant server has version ${major}.${minor}; ${shared ? 'shared collections need' : 'clipgraph needs'} ${oldest.join('.')} or newer`,
    );
  }
}
