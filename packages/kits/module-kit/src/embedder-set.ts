import { PluginError, type Embedder, type EmbedderSet } from '@clipgraph/contracts';

export type { EmbedderSet } from '@clipgraph/contracts';

/** The first embedder is the default. Throws an Error when two have the same name. */
export function embedderSet(all: readonly [Embedder, ...Embedder[]]): EmbedderSet {
  const byName = new Map(all.map((embedder) => [embedder.model.name, embedder]));
  if (byName.size < all.length) throw new Error('Two models have the same name.');
  return {
    all,
    named(name) {
      const embedder = name === null || name === undefined ? all[0] : byName.get(name);
      if (!embedder) throw new PluginError('NOT_FOUND', `This server has no model of that name; it has: ${[...byName.keys()].join(', ')}.`);
      return embedder;
    },
    withFingerprint: (fingerprint) => all.find(({ model }) => model.fingerprint === fingerprint),
    isDefault: (fingerprint) => all[0].model.fingerprint === fingerprint,
  };
}
