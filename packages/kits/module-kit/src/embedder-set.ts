import { PluginError, type Embedder } from '@clipgraph/contracts';

/** The models that a server has loaded. */
export interface EmbedderSet {
  readonly all: readonly Embedder[];
  /** The model of that name, or the default one without a name; NOT_FOUND for another name. */
  named(name: string | null | undefined): Embedder;
  /** The model whose vectors these are, where it is loaded. */
  withFingerprint(fingerprint: string): Embedder | undefined;
  isDefault(fingerprint: string): boolean;
}

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
