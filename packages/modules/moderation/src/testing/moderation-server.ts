import type { Clock, CompleteStore, DocumentStore, Encoder, Logger, Ports, RequestContext, Route } from '@clipgraph/contracts';
import { embed } from '@clipgraph/module-embed';
import { moduleServer, plainAnswer, type ModuleServer, type ModuleServerAsk, type PlainAnswer } from '@clipgraph/module-testing';
import { costMeter } from '@clipgraph/module-kit';
import { readSettings } from '@clipgraph/settings-kit';
import { fakeEncoder } from '@clipgraph/testing';
import { pino } from 'pino';

import { moderation, type ModerationOptions } from '../index.ts';
import { openModeration } from '../open-moderation.ts';
import { moderationSettings } from '../settings.ts';

export interface ModerationServerOptions extends ModerationOptions {
  /** Opened for each start. Default: one fake encoder. */
  readonly encoders?: () => readonly Encoder[];
  /** Stands between the module and the documents, for example to fail or to count. */
  readonly around?: (documents: DocumentStore) => DocumentStore;
  readonly clock?: Clock;
  /** What the module logs to. */
  readonly logger?: Logger;
  /** What the gateway itself logs is written here, a line of JSON each. Default: nowhere. */
  readonly log?: NodeJS.WritableStream;
  /** Names of keys that may ask, the first unless told. None: the server is open. */
  readonly keys?: readonly string[];
}

export interface ModerationServer extends AsyncDisposable {
  /** As the module sees them. */
  readonly documents: DocumentStore;
  readonly store: CompleteStore;
  readonly ports: Ports;
  ask(query: string, variables?: Readonly<Record<string, unknown>>, options?: ModuleServerAsk): Promise<PlainAnswer>;
  fetch: ModuleServer['fetch'];
  /** What the module has counted, as `clipgraph_verdicts_total{action=ALLOW,shadow=false}`. */
  metrics(): Promise<Readonly<Record<string, number>>>;
  restart(): Promise<void>;
}

/** The module in a gateway, with what it needs beside it. */
export async function moderationServer(options: ModerationServerOptions = {}): Promise<ModerationServer> {
  const { encoders = () => [fakeEncoder()], around = (documents) => documents, clock, logger, log, keys = [], ...ofModule } = options;
  const server = await moduleServer({
    modules: [embed(), moderation(ofModule)],
    encoders,
    keys: Object.fromEntries(keys.map((name) => [name, {}])),
    limits: { operationCost: 1_000_000 },
    ...(log && { logger: pino(log) }),
    ports: ({ documents }) => ({ documents: around(documents), ...(clock && { clock }), ...(logger && { logger }) }),
  });
  return {
    get documents() {
      return server.ports.documents;
    },
    get store() {
      return server.ports.vectors;
    },
    get ports() {
      return server.ports;
    },
    ask: async (query, variables, ask) => plainAnswer(await server.ask(query, variables, ask)),
    fetch: (...request) => server.fetch(...request),
    metrics: async () => metricsIn(await (await server.fetch('/metrics')).text()),
    restart: () => server.restart(),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

/** The module's routes over the same ports, for what no address can say. */
export function routesOf({ ports }: ModerationServer): readonly Route[] {
  return openModeration(ports, readSettings(moderationSettings({}), {})).routes ?? [];
}

export function requestContext(): RequestContext {
  return { requestId: 'test', signal: new AbortController().signal, cost: costMeter(1_000_000), keyName: undefined };
}

/** Of the module, from Prometheus' format. */
function metricsIn(text: string): Record<string, number> {
  const lines = text.matchAll(/^(clipgraph_(?:verdicts|webhook)_\w+(?:\{.*\})?) (\S+)$/gm);
  return Object.fromEntries([...lines].map(([, name, value]) => [name!.replaceAll('"', ''), Number(value)]));
}
