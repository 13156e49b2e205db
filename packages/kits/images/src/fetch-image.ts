import { invalidInput, isPluginError, type PluginError, type RequestOptions } from '@clipgraph/contracts';
import { Agent, type Dispatcher } from 'undici';
import { hostPolicy, refused, type HostPolicyOptions } from './host-policy.ts';
import { MEDIA_TYPES } from './image-format.ts';
import { tooLarge } from './image-stream.ts';
import { publicConnector } from './public-connector.ts';
import { untilAborted } from './until-aborted.ts';

export interface ImageFetcherOptions extends HostPolicyOptions {
  readonly maxBytes: number;
  /** For everything: DNS, connecting, redirects and the last byte. In milliseconds. */
  readonly deadlineMs: number;
  /** Default 3. */
  readonly maxRedirects?: number;
}

export interface FetchOptions extends RequestOptions {
  /** Waited for before the first byte of the image is read; told its length, where the server says it. What it throws ends the download. */
  readonly admit?: ((bytes: number | undefined) => Promise<void>) | undefined;
}

/** Downloads images from the public internet. */
export interface ImageFetcher {
  /**
   * Errors: INVALID_INPUT with FETCH_REFUSED (policy), FETCH_FAILED (network, status), TIMEOUT or TOO_LARGE; or
   * the signal's reason.
   */
  fetch(url: string, options?: FetchOptions): Promise<Uint8Array>;
  /** Closes idle connections and waits for the others. */
  close(): Promise<void>;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const HEADERS = {
  accept: Object.values(MEDIA_TYPES).join(', '),
  // Compressed bodies would make the byte cap a cap of something else.
  'accept-encoding': 'identity',
  'user-agent': 'clipgraph',
};

export function imageFetcher(options: ImageFetcherOptions): ImageFetcher {
  const { maxBytes, deadlineMs, maxRedirects = 3 } = options;
  const policy = hostPolicy(options);
  const agent = new Agent({
    connect: publicConnector(policy, deadlineMs),
    allowH2: false,
    headersTimeout: deadlineMs,
    bodyTimeout: deadlineMs,
  });

  async function follow(text: string, signal: AbortSignal, admit: FetchOptions['admit']): Promise<Uint8Array> {
    let url = policy.checked(text);
    for (let redirects = 0; ; redirects++) {
      const response = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
        headers: HEADERS,
        signal,
      });
      // Closing early is how most of these end; the reason is thrown where it is found.
      response.body.on('error', () => {});
      try {
        const { location } = response.headers;
        if (!REDIRECTS.has(response.statusCode)) return await readBody(response, maxBytes, admit);
        if (typeof location !== 'string') throw failed('The server of the image redirects to nowhere.');
        if (redirects === maxRedirects) throw refused('The URL of the image redirects too often.');
        url = policy.checked(location, url);
      } finally {
        response.body.destroy();
      }
    }
  }

  return {
    async fetch(url, { signal, admit } = {}) {
      signal?.throwIfAborted();
      const deadline = AbortSignal.timeout(deadlineMs);
      const either = signal ? AbortSignal.any([signal, deadline]) : deadline;
      try {
        // undici looks at the signal only once it is connected.
        return await untilAborted(follow(url, either, admit), either);
      } catch (error) {
        signal?.throwIfAborted();
        if (isPluginError(error)) throw error;
        if (deadline.aborted) throw invalidInput('TIMEOUT', 'The image took too long to download.', error);
        throw failed('The image could not be downloaded.', error);
      }
    },
    async close() {
      await agent.close();
    },
  };
}

async function readBody(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  maxBytes: number,
  admit: FetchOptions['admit'],
): Promise<Uint8Array> {
  if (statusCode !== 200) throw failed(`The server of the image answered with status ${statusCode}.`);
  if (headers['content-encoding'] !== undefined && headers['content-encoding'] !== 'identity') {
    throw failed('The server of the image sends it compressed.');
  }
  const announced = headers['content-length'] === undefined ? undefined : Number(headers['content-length']);
  if (announced !== undefined && announced > maxBytes) throw tooLarge(maxBytes);
  await admit?.(announced);
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks, length));
}

function failed(message: string, cause?: unknown): PluginError {
  return invalidInput('FETCH_FAILED', message, cause);
}
