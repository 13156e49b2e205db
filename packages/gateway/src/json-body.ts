import { invalidInput } from '@clipgraph/contracts';
import express, { type RequestHandler } from 'express';

import { jsonProblem } from './json-check.ts';

/**
 * Reads a JSON body into `request.body`; one that cannot be kept as it was sent is refused, with the place of what is wrong. JSON is
 * UTF-8 (RFC 8259, section 8.1). Bodies of other types are left to who comes after.
 */
export function jsonBody({ bodyBytes }: { readonly bodyBytes: number }): RequestHandler[] {
  return [express.raw({ type: 'application/json', limit: bodyBytes }), readJson];
}

const readJson: RequestHandler = (request, response, next) => {
  const type = request.headers['content-type'] ?? '';
  if (/^multipart\//i.test(type)) {
    return void response.status(415).json({
      errors: [{ message: 'Send pictures to POST /uploads and pass their uploadId.', extensions: { code: 'BAD_REQUEST' } }],
    });
  }
  if (!Buffer.isBuffer(request.body)) return next();
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(type)?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) throw new BodyError(415, 'The body is not in UTF-8.');
  request.body = parsed(request.body);
  next();
};

/** A body that cannot be read, for reasons that the caller may know. */
export class BodyError extends Error {
  override readonly name = 'BodyError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

function parsed(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new BodyError(400, 'The body is not in UTF-8.');
  }
  const problem = jsonProblem(bytes);
  if (problem !== undefined) throw invalidInput('INVALID', problem);
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new BodyError(400, 'The body is not valid JSON.');
  }
}
