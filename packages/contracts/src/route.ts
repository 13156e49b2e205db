import type { RequestContext } from './request-context.ts';

export type RouteMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * An HTTP address of a module's own: bytes in, an answer out. Keys, limits, deadlines, the caller's cost and the metrics
 * are the gateway's. What `handle` throws is answered by the one table of errors: a PluginError as JSON with its status,
 * anything else as a masked 500 that is logged.
 */
export interface Route {
  /** A `GET` route answers `HEAD` too, without its body. */
  readonly method: RouteMethod;
  /** Begins with `/`; `:name` stands for one segment. No two routes of a gateway may have the same method and path. */
  readonly path: string;
  /** `anyone`: reached without a key. Default `key`. */
  readonly access?: 'key' | 'anyone';
  /** Most bytes of the body. Default 0: a body is refused. `picture` stands for the gateway's limit of one picture. */
  readonly maxBodyBytes?: number | 'picture';
  /**
   * The deadline of a request holds for `handle`, and where it answers with an iterable, for each of its pieces by itself: a long
   * download ends when it stands still or the caller leaves, which `context.signal` tells of, and not because it is long.
   */
  handle(request: RouteRequest, context: RequestContext): Promise<RouteAnswer>;
}

export interface RouteRequest {
  /** What stands in the path, by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Read whole, within the limit, before `handle` is called. */
  readonly body: Uint8Array;
}

export interface RouteAnswer {
  /** Default 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * An object is sent as JSON, a text and bytes as they are, an iterable piece by piece as fast as the caller takes it: if it
   * fails in the middle the connection breaks, so that nobody takes the answer for complete. Absent: nothing.
   */
  readonly body?: RouteBody;
}

export type RouteBody = string | Uint8Array | AsyncIterable<string | Uint8Array> | { readonly json: unknown };
