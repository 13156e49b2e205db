import { ClipgraphError, type GraphQLErrorAnswer } from './clipgraph-error.ts';

/** The JSON object of an answer; throws a ClipgraphError for any answer that is an error. */
export async function readAnswer(response: Response): Promise<Record<string, unknown>> {
  const body = parseObject(await response.text());
  const errors = graphqlErrors(body) ?? uploadError(body);
  if (errors) throw serverError(errors, response);
  if (!response.ok) throw statusError(response);
  if (response.status === 204) return {};
  if (!body) throw badResponse(response.status);
  return body;
}

export function badResponse(status: number): ClipgraphError {
  return new ClipgraphError('BAD_RESPONSE', 'What answered there is not a clipgraph server.', { status });
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function graphqlErrors(body: Record<string, unknown> | undefined): [GraphQLErrorAnswer, ...GraphQLErrorAnswer[]] | undefined {
  const errors = body?.['errors'];
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  return errors.map((error) => asErrorAnswer(error)) as [GraphQLErrorAnswer, ...GraphQLErrorAnswer[]];
}

/** `POST /uploads` answers `{ error: { code, message, retryAfterMs } }`. */
function uploadError(body: Record<string, unknown> | undefined): [GraphQLErrorAnswer] | undefined {
  const error = body?.['error'];
  if (!isObject(error) || typeof error['message'] !== 'string') return undefined;
  const { message, ...extensions } = error;
  return [{ message, extensions }];
}

function asErrorAnswer(error: unknown): GraphQLErrorAnswer {
  return isObject(error) && typeof error['message'] === 'string'
    ? (error as unknown as GraphQLErrorAnswer)
    : { message: 'The server gave no reason.' };
}

function serverError(errors: [GraphQLErrorAnswer, ...GraphQLErrorAnswer[]], response: Response): ClipgraphError {
  const [{ message, extensions }] = errors;
  const code = typeof extensions?.code === 'string' ? extensions.code : codeOfStatus(response.status);
  const waitMs = typeof extensions?.retryAfterMs === 'number' ? extensions.retryAfterMs : retryAfterMs(response);
  return new ClipgraphError(code, message, { status: response.status, retryAfterMs: waitMs, errors });
}

/** For answers without GraphQL errors: a proxy's, or those of a server that is starting or stopping. */
const STATUSES: Record<number, { code: string; message: string }> = {
  400: { code: 'BAD_USER_INPUT', message: 'The server could not read the request.' },
  401: { code: 'UNAUTHENTICATED', message: 'The server wants a valid API key.' },
  403: { code: 'FORBIDDEN', message: 'This key may not do that.' },
  408: { code: 'TIMEOUT', message: 'The request took too long to arrive.' },
  413: { code: 'TOO_LARGE', message: 'The request is larger than the server takes.' },
  415: { code: 'UNSUPPORTED', message: 'The server does not take this type of content.' },
  429: { code: 'OVERLOADED', message: 'The server is busy; try again later.' },
  502: { code: 'UNAVAILABLE', message: 'The server is not ready; try again later.' },
  503: { code: 'UNAVAILABLE', message: 'The server is not ready; try again later.' },
  504: { code: 'TIMEOUT', message: 'The server did not answer in time.' },
};

function codeOfStatus(status: number): string {
  return STATUSES[status]?.code ?? (status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_USER_INPUT');
}

function statusError(response: Response): ClipgraphError {
  const { status } = response;
  const known = STATUSES[status] ?? (status >= 500 ? { code: 'INTERNAL_SERVER_ERROR', message: 'The server failed.' } : undefined);
  if (!known) return badResponse(status);
  return new ClipgraphError(known.code, known.message, { status, retryAfterMs: retryAfterMs(response) });
}

/** The header Retry-After, in seconds or as a date (RFC 9110), in milliseconds from now. */
function retryAfterMs(response: Response): number | undefined {
  const header = response.headers.get('retry-after');
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}
