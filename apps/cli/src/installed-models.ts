import { resolve } from 'node:path';

import { modelLibrary, type ModelLibrary } from '@clipgraph/model-library';

/** The models of this machine: in CLIPGRAPH_MODELS_DIR, from the hub that HF_ENDPOINT names. */
export function installedModels(): ModelLibrary {
  const { CLIPGRAPH_MODELS_DIR: dir, HF_ENDPOINT: endpoint, HF_TOKEN: token } = process.env;
  return modelLibrary({
    dir: resolve(dir?.trim() || './models'),
    // Loaded when they are needed: they bring the runtime along.
    compiler: async (options) => (await import('@clipgraph/tower-compiler')).compileTowers(options),
    trial: async (options) => (await import('@clipgraph/encoder-clip')).tryModel(options),
    hub: { endpoint: endpoint?.trim() || 'https://huggingface.co', token: token?.trim() || undefined },
  });
}
