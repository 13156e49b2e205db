import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { PluginError } from '@clipgraph/contracts';

import { addModel, INCOMING, type AddedModel, type AddOptions } from './add-model.ts';
import type { GraphCompiler } from './compiled-graphs.ts';
import type { HubOptions } from './hub-http.ts';
import { installedModels, type InstalledModel } from './installed.ts';
import { withLibraryLock } from './library-lock.ts';
import type { ModelTrial } from './model-trial.ts';
import { checkModelName, modelRequest } from './model-request.ts';

/** The folder of installed models, shared by servers (which read it) and command lines. */
export interface ModelLibrary {
  /**
   * Installs a model: a name of the registry, a repository of the hub, or a folder. What is there already stays; what an
   * earlier call left half-done goes on. Nothing of a model can be seen under its name before all of it is there and has run.
   */
  add(source: string, options?: AddOptions): Promise<AddedModel>;
  /** Deletes an installed model, or the half-done download of one. False when there is none of that name. */
  remove(name: string): Promise<boolean>;
  installed(): Promise<InstalledModel[]>;
}

export interface ModelLibraryOptions {
  /** Made when it is first needed. */
  readonly dir: string;
  readonly hub: HubOptions;
  /** Builds graphs from checkpoints; without it, ready-made ones only. */
  readonly compiler?: GraphCompiler;
  /** Runs what is added, before it is installed; without it, nothing is run and no family is refused. */
  readonly trial?: ModelTrial;
}

/**
 * @example
 * const library = modelLibrary({ dir: './models', hub: { endpoint: 'https://huggingface.co' } });
 * await library.add('clip-vit-base-patch32:quantized');
 */
export function modelLibrary({ dir, hub, compiler, trial }: ModelLibraryOptions): ModelLibrary {
  return {
    async add(source, options = {}) {
      const protocol = URL.parse(hub.endpoint)?.protocol;
      if (protocol !== 'https:' && protocol !== 'http:')
        throw new PluginError('INVALID_INPUT', 'HF_ENDPOINT must be an http or https address.');
      const request = await modelRequest(source, options);
      if (request.compile && !compiler) throw new PluginError('UNSUPPORTED', 'Models cannot be compiled here.');
      return withLibraryLock(dir, () => addModel({ dir, hub, compiler, trial }, request, options));
    },
    async remove(name) {
      checkModelName(name);
      return withLibraryLock(dir, () => remove(dir, name));
    },
    installed: () => installedModels(dir),
  };
}

async function remove(dir: string, name: string): Promise<boolean> {
  const isInstalled = (await installedModels(dir)).some((model) => model.name === name);
  const incoming = join(dir, INCOMING);
  const halfDone = (await readdir(incoming).catch(() => [])).filter((entry) => entry === name || entry.startsWith(`${name}@`));
  if (isInstalled) {
    // Gone at once, however long the deleting takes.
    const removed = join(dir, `.removed-${randomUUID()}`);
    await rename(join(dir, name), removed);
  }
  for (const entry of halfDone) await rm(join(incoming, entry), { recursive: true, force: true });
  const leftovers = (await readdir(dir)).filter((entry) => entry.startsWith('.removed-'));
  for (const entry of leftovers) await rm(join(dir, entry), { recursive: true, force: true });
  return isInstalled || halfDone.length > 0;
}
