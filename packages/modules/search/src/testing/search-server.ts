import type { CompleteStore, Encoder, PicturesPlugin, PictureStore, VectorsPlugin } from '@clipgraph/contracts';
import { embed } from '@clipgraph/module-embed';
import { moduleServer, plainAnswer, type ModuleServerAsk, type PlainAnswer } from '@clipgraph/module-testing';
import { pictureFolder } from '@clipgraph/pictures-folder';
import { fakeEncoder } from '@clipgraph/testing';

import { search, type SearchLimits } from '../index.ts';

export interface SearchServerOptions {
  /** Opened for each start; the first is the default model. */
  readonly encoders?: () => readonly Encoder[];
  readonly limits?: Partial<SearchLimits>;
  /** Stands between the module and the store, for example to fail or to count. */
  readonly around?: (store: CompleteStore) => CompleteStore;
  /** Opens another store than SQLite's. */
  readonly vectors?: VectorsPlugin;
  /** What `ask` may be told as `costLimit`. */
  readonly costLimits?: readonly number[];
}

export interface SearchAsk extends Pick<ModuleServerAsk, 'signal'> {
  /** One of the server's `costLimits`. */
  readonly costLimit?: number;
}

export interface SearchServer extends AsyncDisposable {
  /** As the module sees it. */
  readonly store: CompleteStore;
  /** Where the pictures of assets are kept. */
  readonly imageFiles: PictureStore;
  ask(query: string, variables?: Record<string, unknown>, options?: SearchAsk): Promise<PlainAnswer>;
  restart(): Promise<void>;
}

/** Where the addresses of pictures begin. */
export const PUBLIC_URL = 'http://pictures.example';

/** The module in a gateway, a subgraph of a federation too, with what it needs beside it. */
export async function searchServer(options: SearchServerOptions = {}): Promise<SearchServer> {
  const { encoders = () => [fakeEncoder()], around = (store) => store, vectors, limits, costLimits = [] } = options;
  let imageFiles: PictureStore;
  const folder = pictureFolder();
  const pictures: PicturesPlugin = { ...folder, open: async (...host) => (imageFiles = await folder.open(...host)) };
  const server = await moduleServer({
    modules: [embed(), search(limits)],
    encoders,
    keys: { any: {}, ...Object.fromEntries(costLimits.map((operationCost) => [nameOf(operationCost), { operationCost }])) },
    limits: { operationCost: 1_000_000 },
    config: { federation: true, publicUrl: PUBLIC_URL },
    ports: (ports) => ({ vectors: closing(around(ports.vectors), ports.vectors) }),
    parts: { pictures, ...(vectors && { vectors }) },
  });
  return {
    get store() {
      return server.ports.vectors;
    },
    get imageFiles() {
      return imageFiles;
    },
    async ask(query, variables, { signal, costLimit } = {}) {
      const keyName = costLimit === undefined ? undefined : nameOf(costLimit);
      return plainAnswer(await server.ask(query, variables, { signal, keyName }));
    },
    restart: () => server.restart(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** A store that may be another server's, but closes this one's. */
function closing(store: CompleteStore, own: CompleteStore): CompleteStore {
  return new Proxy(store, { get: (target, name) => (name === 'close' ? () => own.close() : Reflect.get(target, name)) });
}

/** A picture as GraphQL input. */
export function base64Image(bytes: Uint8Array): { base64: string } {
  return { base64: Buffer.from(bytes).toString('base64') };
}

/** Of the key whose operations may cost so much. */
function nameOf(costLimit: number): string {
  return `at most ${costLimit} points`;
}
