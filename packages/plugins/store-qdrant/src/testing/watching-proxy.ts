import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { SeenRequest } from './openapi-checks.ts';

export interface WatchingProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Hands requests on to a server, unchanged, after showing them. */
export async function watchingProxy(target: string, seen: (request: SeenRequest) => void): Promise<WatchingProxy> {
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (incoming, outgoing) => {
    const body = await buffer(incoming);
    const { method = 'GET', url: path = '/', headers } = incoming;
    seen({ method, path, body: body.toString('utf8') });
    const forwarded = request(`${target}${path}`, { method, headers, agent });
    forwarded.on('error', () => outgoing.destroy());
    forwarded.end(body);
    const [answer] = (await once(forwarded, 'response')) as [IncomingMessage];
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      agent.destroy();
      await once(server, 'close');
    },
  };
}
