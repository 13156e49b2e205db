import { STATUS_CODES, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { problem } from './answer-error.ts';

/** How long a caller may go on sending what is no request. */
const LINGER_MS = 2_000;

const TOLD: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The address and the headers are too long together. Send long queries in the body of a POST.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The extensions of a chunk are too long.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
};

/** Answers what is no HTTP request, or one that never arrives whole, in the form of every other error. */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  // Bytes of an answer are on their way already, or nobody is there.
  if (!socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const [status, message] = TOLD[error.code ?? ''] ?? [400, 'This is not an HTTP request.'];
  const body = JSON.stringify(problem('BAD_REQUEST', message));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Read on for a moment: closing at once would reset the connection before the caller sees the answer.
  socket.resume();
  const enough = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(enough));
}

/** Makes a server answer with {@link refuseConnection}, and in the same form where a caller expects what no server does. */
export function answerBadConnections(server: Server): void {
  server.on('clientError', (error, socket) => refuseConnection(error, socket as Socket));
  server.on('checkExpectation', (_request, response) =>
    refuseRequest(response, 417, 'The server does not do what the header Expect asks for.'),
  );
}

/** Answers addresses that are none, which no router could read. */
export function refuseAddresses(serve: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url !== undefined && URL.canParse(request.url, 'http://localhost')) return serve(request, response);
    refuseRequest(response, 400, 'The address is not written as one.');
  };
}

function refuseRequest(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify(problem('BAD_REQUEST', message));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  response.end(body);
}
