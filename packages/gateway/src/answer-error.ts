import { isPluginError } from '@clipgraph/contracts';
import { httpStatusOf, publicError } from '@clipgraph/module-kit';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';

import { BodyError } from './json-body.ts';

/** As body-parser and the router make them; what modules throw is answered before it comes here. */
interface RequestError {
  readonly status?: number;
  readonly type?: string;
  readonly limit?: number;
}

/** Errors outside GraphQL: bodies that cannot be read, and unexpected errors. Never the framework's page: it shows the stack. */
export function answerError(logger: Logger): ErrorRequestHandler {
  return (error: RequestError, request, response, _next) => {
    // A caller who left in the middle needs no answer and is no fault of ours.
    if (response.destroyed || response.headersSent) return void response.destroy();
    const { status } = error;
    if (isPluginError(error)) {
      const { message, extensions } = publicError(error);
      response.status(httpStatusOf(error)).json(problem(String(extensions['code']), message));
    } else if (error.type === 'entity.too.large') {
      const message = `The body is larger than ${error.limit} bytes. Send pictures to POST /uploads and pass their uploadId.`;
      response.status(413).json(problem('TOO_LARGE', message));
    } else if (status !== undefined && status >= 400 && status < 500) {
      response.status(status).json(problem('BAD_REQUEST', inWords(error, request.headers['content-encoding'])));
    } else {
      answerUnexpected(error, response, logger);
    }
  };
}

/** For what is no caller's fault: the log has the error, the caller a request id. */
export function answerUnexpected(error: unknown, response: Response, logger: Logger, facts: object = {}): void {
  logger.error({ requestId: response.locals['requestId'] as unknown, ...facts, err: error }, 'request failed');
  response.status(500).json(problem('INTERNAL_SERVER_ERROR', 'Something went wrong on the server.'));
}

/** The body of an answer about one error, in GraphQL's form. */
export function problem(code: string, message: string): object {
  return { errors: [{ message, extensions: { code } }] };
}

function inWords(error: RequestError, encoding: string | undefined): string {
  if (error instanceof BodyError) return error.message;
  if (error instanceof URIError) return 'The address is not written as one.';
  if (error.type === 'encoding.unsupported') return 'The content encoding is not supported; there are gzip, deflate and br.';
  return encoding === undefined ? 'The body did not arrive as announced.' : 'The body does not decompress.';
}
