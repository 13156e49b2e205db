import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What becomes of a request: `pass` hands it on, an answer is sent as it is. */
export type Behaviour = 'pass' | 'hang' | 'reset' | Answer;

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Stands between a client and a server on real sockets, and misbehaves when told to. */
export interface FaultyServer {
  readonly url: string;
  readonly port: number;
  /** How many came so far. */
  readonly requests: number;
  behave(behaviour: Behaviour): void;
  /** The next request, or the next of a method, meets this; others pass. */
  behaveOnce(behaviour: Behaviour, method?: string): void;
  /** Nobody listens any more; connections are refused until {@link listen}. */
  refuse(): Promise<void>;
  listen(): Promise<void>;
  close(): Promise<void>;
}

/** In front of a server on this machine. */
export async function faultyServer(targetPort: number): Promise<FaultyServer> {
  let always: Behaviour = 'pass';
  let next: { behaviour: Behaviour; method: string | undefined } | undefined;
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    const meant = next && (next.method === undefined || next.method === request.method) ? next : undefined;
    if (meant) next = undefined;
    void misbehave(request, response, meant?.behaviour ?? always, targetPort);
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    get requests() {
      return requests;
    },
    behave(behaviour) {
      always = behaviour;
    },
    behaveOnce(behaviour, method) {
      next = { behaviour, method };
    },
    refuse: stop,
    listen: () => listen(port),
    close: stop,
  };
}

async function misbehave(request: IncomingMessage, response: ServerResponse, behaviour: Behaviour, targetPort: number): Promise<void> {
  const body = await buffer(request);
  if (behaviour === 'hang') return;
  if (behaviour === 'reset') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"result": [', () => response.socket?.resetAndDestroy());
  } else if (behaviour === 'pass') {
    const { method = 'GET', url = '/' } = request;
    const answer = await fetch(`http://127.0.0.1:${targetPort}${url}`, { method, ...(body.length > 0 && { body }) });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  } else {
    response.writeHead(behaviour.status, { 'content-type': 'application/json', ...behaviour.headers }).end(behaviour.body);
  }
}
