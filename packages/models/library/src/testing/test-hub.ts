import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that speaks a model hub's paths, with a second one for large files, as hubs have; each request is kept. */
export interface TestHub {
  readonly endpoint: string;
  /** Files by path; those below `onnx/` are large ones, which the hub only redirects to. */
  readonly files: Map<string, Buffer>;
  readonly requests: SeenRequest[];
  /** What a repository's card says of its licence. */
  card: object;
  /** Looks at each request first; true when it has answered. */
  interfere: (request: IncomingMessage, response: ServerResponse, what: string) => boolean;
  /** Changes what the list of files says, entry by entry. */
  listed: (entry: TreeEntry) => TreeEntry;
  close(): Promise<void>;
}

export interface SeenRequest {
  readonly server: 'hub' | 'files';
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

export interface TreeEntry {
  readonly type: string;
  readonly path: string;
  readonly size: number;
  readonly oid: string;
  readonly lfs?: { readonly oid: string; readonly size: number };
}

export const REPOSITORY = 'someone/some-clip';
export const COMMIT: string = 'c0ffee'.padEnd(40, '0');

const isLarge = (path: string): boolean => path.startsWith('onnx/');
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const gitName = (bytes: Buffer): string => createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

function listedAs(path: string, bytes: Buffer): TreeEntry {
  const lfs = isLarge(path) ? { lfs: { oid: sha256(bytes), size: bytes.length } } : {};
  return { type: 'file', path, size: bytes.length, oid: gitName(bytes), ...lfs };
}

export async function testHub(
  contents: Readonly<Record<string, string | Buffer>>,
  { repository = REPOSITORY, commit = COMMIT }: { repository?: string; commit?: string } = {},
): Promise<TestHub> {
  const files = new Map(Object.entries(contents).map(([path, content]) => [path, Buffer.from(content)]));
  const requests: SeenRequest[] = [];
  const filesServer = await listening((request, response) => {
    const path = decodeURIComponent(new URL(request.url!, 'http://files').pathname.slice(1));
    see('files', request, path);
    if (hub.interfere(request, response, `file ${path}`)) return;
    sendFile(request, response, files.get(path)!);
  });
  const hubServer = await listening((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://hub');
    see('hub', request, pathname);
    const resolved = new RegExp(`^/${repository}/resolve/${commit}/(.+)$`).exec(pathname)?.[1];
    const path = resolved === undefined ? undefined : decodeURIComponent(resolved);
    if (hub.interfere(request, response, path === undefined ? pathname : `resolve ${path}`)) return;
    if (pathname === `/api/models/${repository}/revision/main` || pathname === `/api/models/${repository}/revision/${commit}`) {
      return sendJson(response, { id: repository, sha: commit, cardData: hub.card });
    }
    if (pathname === `/api/models/${repository}/tree/${commit}`) {
      const entries = [...files].map(([name, bytes]) => hub.listed(listedAs(name, bytes)));
      const half = Math.ceil(entries.length / 2);
      if (searchParams.has('cursor')) return sendJson(response, entries.slice(half));
      response.setHeader('link', `<${hub.endpoint}${pathname}?recursive=true&cursor=2>; rel="next"`);
      return sendJson(response, [{ type: 'directory', path: 'onnx', size: 0, oid: '0'.repeat(40) }, ...entries.slice(0, half)]);
    }
    const bytes = path === undefined ? undefined : files.get(path);
    if (bytes === undefined) return void response.writeHead(404).end();
    if (isLarge(path!)) return void response.writeHead(302, { location: `${originOf(filesServer)}/${encodeURIComponent(path!)}` }).end();
    sendFile(request, response, bytes);
  });

  function see(server: SeenRequest['server'], { headers }: IncomingMessage, path: string): void {
    requests.push({ server, path, range: headers.range, authorization: headers.authorization });
  }

  const hub: TestHub = {
    endpoint: originOf(hubServer),
    files,
    requests,
    card: { license: 'mit' },
    interfere: () => false,
    listed: (entry) => entry,
    async close() {
      for (const server of [hubServer, filesServer]) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
  return hub;
}

/** With ranges, as long as the content is still what the client has a part of. */
export function sendFile({ headers }: IncomingMessage, response: ServerResponse, bytes: Buffer): void {
  const etag = `"${sha256(bytes)}"`;
  const start = Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
  const isPart = start > 0 && (headers['if-range'] === undefined || headers['if-range'] === etag);
  if (isPart && start >= bytes.length) return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
  const range = isPart ? { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` } : {};
  const body = isPart ? bytes.subarray(start) : bytes;
  response.writeHead(isPart ? 206 : 200, { etag, 'content-length': body.length, ...range }).end(body);
}

function sendJson(response: ServerResponse, json: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(json));
}

async function listening(listener: RequestListener): Promise<Server> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

function originOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
