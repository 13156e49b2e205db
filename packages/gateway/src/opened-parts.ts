import {
  checkDocumentsContract,
  checkStoreContract,
  type DocumentStore,
  type Encoder,
  type Job,
  type OpenModule,
  type PictureStore,
  type Plugin,
  type Route,
  type StoreCapabilities,
  type VectorStore,
} from '@clipgraph/contracts';
import { didYouMean } from '@clipgraph/settings-kit';

import { ConfigError } from './config-error.ts';
import { ofPart } from './part-failure.ts';

type Names<Of> = Readonly<Record<keyof Of, true>>;

/** The core of a vector store; what else it has are capabilities. */
const STORE: Names<Omit<VectorStore, 'contract' | 'name' | keyof StoreCapabilities>> = {
  createCollection: true,
  collections: true,
  collection: true,
  deleteCollection: true,
  upsert: true,
  get: true,
  vectors: true,
  setPayload: true,
  delete: true,
  search: true,
  scroll: true,
  count: true,
  health: true,
  close: true,
};
const DOCUMENTS: Names<Omit<DocumentStore, 'contract' | 'name'>> = {
  declare: true,
  insert: true,
  insertTogether: true,
  put: true,
  get: true,
  delete: true,
  list: true,
  count: true,
  deleteBefore: true,
  health: true,
  close: true,
};
const PICTURES: Names<Omit<PictureStore, 'contract'>> = { put: true, get: true, has: true, delete: true, list: true };
/** What a module's `open` may answer. What describes a piece of a schema may stand beside it, and is not read. */
const MODULE: Names<OpenModule> & Readonly<Record<string, true>> = {
  resolvers: true,
  nodes: true,
  routes: true,
  jobs: true,
  notes: true,
  close: true,
  name: true,
  typeDefs: true,
  entities: true,
};

/**
 * Opens a store with its plugin, and checks what that answers. Rejects with a ConfigError that names the plugin; what was opened is
 * closed then, whatever else it lacks.
 */
export function openStore<Opened>(
  plugin: Plugin<Opened>,
  open: () => Promise<Opened>,
  check: (plugin: string, opened: unknown) => void,
): Promise<Opened> {
  return ofPart(`The store ${plugin.name} cannot be opened`, async () => {
    const opened = await open();
    try {
      check(plugin.name, opened);
      return opened;
    } catch (error) {
      await (opened as { close?: () => Promise<void> } | undefined)?.close?.();
      throw error;
    }
  });
}

/** Throws for what a plugin's `open` answered and what is no vector store of this contract. */
export function checkVectorStore(plugin: string, opened: unknown): asserts opened is VectorStore {
  const store = objectOf(`The open of ${plugin}`, opened, 'a vector store');
  checkStoreContract(store);
  requireMethods(`The store that ${plugin} opened`, store, STORE);
}

/** The same for a store of documents. */
export function checkDocumentStore(plugin: string, opened: unknown): asserts opened is DocumentStore {
  const store = objectOf(`The open of ${plugin}`, opened, 'a document store');
  checkDocumentsContract(store);
  requireMethods(`The store that ${plugin} opened`, store, DOCUMENTS);
}

/** The same for a store of pictures. */
export function checkPictureStore(plugin: string, opened: unknown): asserts opened is PictureStore {
  const store = objectOf(`The open of ${plugin}`, opened, 'a picture store');
  if (store['contract'] !== 1)
    throw new ConfigError(`The store that ${plugin} opened is of another contract than 1, that of picture stores.`);
  requireMethods(`The store that ${plugin} opened`, store, PICTURES);
}

/** The same for a list of models. */
export function checkEncoders(plugin: string, opened: unknown): asserts opened is readonly Encoder[] {
  if (!Array.isArray(opened)) throw new ConfigError(`The open of ${plugin} must answer a list of encoders, not ${shown(opened)}.`);
  for (const one of opened as readonly unknown[]) {
    const encoder = objectOf(`A model that ${plugin} opened`, one, 'an encoder');
    requireMethods(`A model that ${plugin} opened`, encoder, { close: true });
    const { model } = encoder;
    if (typeof (model as { name?: unknown } | undefined)?.name !== 'string')
      throw new ConfigError(`A model that ${plugin} opened has no model.name.`);
    if (!encoder['image']) throw new ConfigError(`The model that ${plugin} opened has no image tower.`);
  }
}

/** The same for a module. */
export function checkOpenModule(module: string, opened: unknown): asserts opened is OpenModule {
  const open = objectOf(`The open of the module ${module}`, opened, 'an object, {} where it has nothing to add');
  const problems = Object.keys(open)
    .filter((field) => !Object.hasOwn(MODULE, field))
    .map(
      (field) => `The open of the module ${module} answers a field ${field}, which no module has.${didYouMean(field, Object.keys(MODULE))}`,
    );
  for (const field of ['routes', 'jobs', 'notes'] as const) {
    if (open[field] !== undefined && !Array.isArray(open[field])) problems.push(`The ${field} of the module ${module} must be a list.`);
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'));
  for (const route of (open['routes'] ?? []) as readonly Route[]) {
    requireMethods(`A route of the module ${module}`, objectOf(`A route of the module ${module}`, route, 'an object'), { handle: true });
  }
  for (const job of (open['jobs'] ?? []) as readonly Job[]) {
    const { name } = objectOf(`A job of the module ${module}`, job, 'an object');
    if (typeof name !== 'string' || name === '') throw new ConfigError(`A job of the module ${module} has no name.`);
    requireMethods(`The job ${name} of the module ${module}`, job as unknown as Readonly<Record<string, unknown>>, {
      start: true,
      stop: true,
    });
  }
}

function objectOf(who: string, value: unknown, wanted: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new ConfigError(`${who} must answer ${wanted}, not ${shown(value)}.`);
}

function requireMethods(who: string, value: Readonly<Record<string, unknown>>, methods: Readonly<Record<string, true>>): void {
  const missing = Object.keys(methods).filter((name) => typeof value[name] !== 'function');
  if (missing.length > 0) throw new ConfigError(`${who} lacks ${missing.map((name) => `${name}()`).join(', ')}.`);
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'function' || typeof value === 'object' ? (value === null ? 'null' : `a ${typeof value}`) : String(value);
}
