import { isPluginError } from '@clipgraph/contracts';
import { httpStatusOf, publicError } from '@clipgraph/module-kit';
import type { ErrorRequestHandler, Response } from 'express';
import type { Logger } from 'pino';

import { BodyError, BodyTooLarge } from './body-error.ts';

/** As the router makes them, and {@link BodyError} is; what modules throw is answered before it comes here. */
interface RequestError {
  readonly status?: number;
  readonly code?: string;
}

/** Errors outside GraphQL: bodies that cannot be read, and unexpected errors. Never the framework's page: it shows the stack. */
export function answerError(logger: Logger): ErrorRequestHandler {
  return (error: RequestError, _request, response, _next) => {
    // A caller who left in the middle needs no answer and is no fault of ours.
    if (response.destroyed || response.headersSent) return void response.destroy();
    const { status } = error;
    if (isPluginError(error)) {
      const { message, extensions } = publicError(error);
      const { retryAfterMs } = error;
      if (retryAfterMs !== undefined) response.set('retry-after', String(Math.ceil(retryAfterMs / 1000)));
      response.status(httpStatusOf(error)).json(problem(String(extensions['code']), message, retryAfterMs));
    } else if (error instanceof BodyTooLarge) {
      response.status(413).json(problem('TOO_LARGE', `${error.message} Send pictures to POST /uploads and pass their uploadId.`));
    } else if (error instanceof BodyError && error.status === 408) {
      // The rest is not waited for.
      response.status(408).set('connection', 'close').json(problem('TIMEOUT', error.message));
    } else if (error.code === 'ECONNRESET' || isAbort(error)) {
      response.destroy();
    } else if (status !== undefined && status >= 400 && status < 500) {
      response.status(status).json(problem('BAD_REQUEST', inWords(error)));
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
export function problem(code: string, message: string, retryAfterMs?: number): object {
  return { errors: [{ message, extensions: { code, ...(retryAfterMs !== undefined && { retryAfterMs }) } }] };
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}

function inWords(error: RequestError): string {
  if (error instanceof BodyError) return error.message;
  if (error instanceof URIError) return 'The address is not written as one.';
  return 'The body did not arrive as announced.';
}
