import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { imageFetcher, type ImageFetcherOptions } from './fetch-image.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A server on the loopback, which is private; returns its port. */
async function serve(listener: RequestListener): Promise<number> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

function fetcher(options: Partial<ImageFetcherOptions> = {}) {
  const fetcher = imageFetcher({ maxBytes: 1000, deadlineMs: 20_000, ...options });
  closing.push(() => fetcher.close());
  return fetcher;
}

/** One that may talk to the servers of this test. */
async function fetcherOf(listener: RequestListener, options: Partial<ImageFetcherOptions> = {}) {
  const port = await serve(listener);
  const { fetch } = fetcher({ allowHosts: [`127.0.0.1:${port}`], ...options });
  return { port, get: (path = '/', options?: { signal?: AbortSignal }) => fetch(`http://127.0.0.1:${port}${path}`, options) };
}

const refusal = (input: string) => expect.objectContaining({ name: 'PluginError', code: 'INVALID_INPUT', input });

describe('a URL', () => {
  test.each([
    ['file:///etc/passwd'],
    ['ftp://example.com/a.jpg'],
    ['data:image/png;base64,AAAA'],
    ['javascript:alert(1)'],
    ['example.com/a.jpg'],
    [''],
    ['http://'],
    ['http://user@example.com/'],
    ['http://:secret@example.com/'],
    ['http://example.com:22/'],
    ['https://example.com:8443/'],
  ])('%j is refused', async (url) => {
    await expect(fetcher().fetch(url)).rejects.toEqual(refusal('FETCH_REFUSED'));
  });

  test('of another port is tried where the port is allowed', async () => {
    const port = await serve((_, response) => response.end('picture'));
    const { fetch } = fetcher({ allowHosts: ['127.0.0.1'], allowPorts: [port] });
    expect(Buffer.from(await fetch(`http://127.0.0.1:${port}/`)).toString()).toBe('picture');
  });
});

describe('a private host', () => {
  test.each([
    ['127.0.0.1'],
    ['127.1'],
    ['0x7f.0.0.1'],
    ['2130706433'],
    ['0177.0.0.1'],
    ['①②⑦.0.0.1'],
    ['0.0.0.0'],
    ['10.0.0.1'],
    ['169.254.169.254'],
    ['168.63.129.16'],
    ['[::1]'],
    ['[::]'],
    ['[::ffff:127.0.0.1]'],
    ['[::127.0.0.1]'],
    ['[64:ff9b::7f00:1]'],
    ['[2002:7f00:1::]'],
    ['[fe80::1]'],
    ['localhost'],
    ['LOCALHOST'],
  ])('%s is refused', async (host) => {
    let visits = 0;
    const port = await serve((_, response) => response.end(String(visits++)));
    const { fetch } = fetcher({ allowPorts: [port] });
    const error = await fetch(`http://${host}:${port}/secret-path`).catch((error: unknown) => error);
    expect(error).toEqual(refusal('FETCH_REFUSED'));
    expect(String(error)).not.toMatch(/127|localhost|secret|::/i);
    expect(visits).toBe(0);
  });

  test('is refused when a public-looking server redirects to it', async () => {
    let visits = 0;
    const inner = await serve((_, response) => response.end(String(visits++)));
    for (const host of ['127.0.0.1', 'localhost', '[::1]']) {
      const outer = await fetcherOf((_, response) => response.writeHead(302, { location: `http://${host}:${inner}/` }).end(), {
        allowPorts: [inner],
      });
      await expect(outer.get()).rejects.toEqual(refusal('FETCH_REFUSED'));
    }
    expect(visits).toBe(0);
  });

  test('is allowed only under the name and port that were allowed', async () => {
    const port = await serve((_, response) => response.end('picture'));
    const other = await serve((_, response) => response.end('another'));
    const { fetch } = fetcher({ allowHosts: [`localhost:${port}`], allowPorts: [other] });
    expect(Buffer.from(await fetch(`http://localhost:${port}/`)).toString()).toBe('picture');
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toEqual(refusal('FETCH_REFUSED'));
    await expect(fetch(`http://localhost:${other}/`)).rejects.toEqual(refusal('FETCH_REFUSED'));
  });

  test('may be allowed as IPv6, with or without brackets', () => {
    expect(() =>
      imageFetcher({ maxBytes: 1, deadlineMs: 1, allowHosts: ['::1', '[::1]:8080', 'Internal.example', 'internal.example:81'] }),
    ).not.toThrow();
    expect(() => imageFetcher({ maxBytes: 1, deadlineMs: 1, allowHosts: ['not a host'] })).toThrow(TypeError);
  });
});

describe('redirects', () => {
  test('are followed three times, relative ones too', async () => {
    const { get } = await fetcherOf((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) response.end('there');
      else response.writeHead([301, 303, 307][step % 3]!, { location: String(step - 1) }).end('ignored');
    });
    expect(Buffer.from(await get('/3')).toString()).toBe('there');
    await expect(get('/4')).rejects.toEqual(refusal('FETCH_REFUSED'));
  });

  test.each(['file:///etc/passwd', 'http://user:secret@127.0.0.1/', 'http://127.0.0.1:1/'])('to %s are refused', async (location) => {
    const { get } = await fetcherOf((_, response) => response.writeHead(302, { location }).end());
    await expect(get()).rejects.toEqual(refusal('FETCH_REFUSED'));
  });

  test('to nowhere fail', async () => {
    const { get } = await fetcherOf((_, response) => response.writeHead(302).end());
    await expect(get()).rejects.toEqual(refusal('FETCH_FAILED'));
  });
});

describe('a server', () => {
  test('is asked for images, uncompressed, and told nothing of the caller', async () => {
    const { get } = await fetcherOf((request, response) => response.end(JSON.stringify(request.headers)));
    const headers = JSON.parse(Buffer.from(await get()).toString()) as Record<string, string>;
    expect(headers).toMatchObject({ 'accept-encoding': 'identity', accept: expect.stringContaining('image/webp') });
    expect(Object.keys(headers).toSorted()).toEqual(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']);
  });

  test.each([204, 206, 304, 400, 404, 500, 503])('that answers %d fails with the status', async (status) => {
    const { get } = await fetcherOf((_, response) => response.writeHead(status).end());
    await expect(get()).rejects.toEqual(refusal('FETCH_FAILED'));
    await expect(get()).rejects.toThrow(`status ${status}`);
  });

  test('that announces too much is left before it sends it', async () => {
    const { get } = await fetcherOf((_, response) => response.writeHead(200, { 'content-length': 1001 }).flushHeaders());
    await expect(get()).rejects.toEqual(refusal('TOO_LARGE'));
  });

  test('that never stops sending is left at the cap', async () => {
    const { get } = await fetcherOf((_, response) => {
      const send = (): void => {
        while (!response.destroyed && response.write(Buffer.alloc(300)));
      };
      response.on('drain', send);
      send();
    });
    await expect(get()).rejects.toEqual(refusal('TOO_LARGE'));
  });

  test('may send exactly the cap', async () => {
    const { get } = await fetcherOf((_, response) => response.end(Buffer.alloc(1000)));
    expect(await get()).toHaveLength(1000);
  });

  test('that sends less than announced fails', async () => {
    const { get } = await fetcherOf((_, response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('half', () => response.destroy());
    });
    await expect(get()).rejects.toEqual(refusal('FETCH_FAILED'));
  });

  test('that compresses anyway fails', async () => {
    const { get } = await fetcherOf((_, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(1e6))),
    );
    await expect(get()).rejects.toEqual(refusal('FETCH_FAILED'));
  });

  test('that hangs up fails', async () => {
    const { get } = await fetcherOf((request) => request.socket.destroy());
    await expect(get()).rejects.toEqual(refusal('FETCH_FAILED'));
  });

  test('that is not there fails, without its address', async () => {
    const { get, port } = await fetcherOf(() => {});
    for (const close of closing.splice(0, 1)) await close();
    const error = await get().catch((error: unknown) => error);
    expect(error).toEqual(refusal('FETCH_FAILED'));
    expect(String(error)).not.toMatch(new RegExp(`127|${port}`));
  });

  test('with a name that does not exist fails', async () => {
    // Without a network, some resolvers take their time to say so.
    const codes = expect.stringMatching(/^(FETCH_FAILED|TIMEOUT)$/);
    await expect(fetcher().fetch('http://does-not-exist.invalid/')).rejects.toMatchObject({ code: 'INVALID_INPUT', input: codes });
  });

  test.each<[string, RequestListener]>([
    ['never answers', () => {}],
    ['stops in the middle', (_, response) => void response.write('some')],
    [
      'drips',
      (_, response) => {
        const timer = setInterval(() => response.write('.'), 5);
        response.on('close', () => clearInterval(timer));
      },
    ],
    ['redirects in circles slowly', (_, response) => void setTimeout(() => response.writeHead(302, { location: '/' }).end(), 60)],
  ])('that %s meets the deadline', async (_, listener) => {
    const { get } = await fetcherOf(listener, { deadlineMs: 150 });
    await expect(get()).rejects.toEqual(refusal('TIMEOUT'));
  });
});

describe('an abort', () => {
  test('rejects with its reason and closes the connection', async () => {
    const left = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const { get } = await fetcherOf((_, response) => {
      response.on('close', () => left.resolve());
      response.write('some', () => arrived.resolve());
    });
    const controller = new AbortController();
    const bytes = get('/', { signal: controller.signal });
    const rejection = bytes.catch((error: unknown) => error);
    await arrived.promise;
    controller.abort(new Error('left'));
    expect(await rejection).toMatchObject({ message: 'left' });
    await left.promise;
  });

  test('before the start asks nobody', async () => {
    let visits = 0;
    const { get } = await fetcherOf((_, response) => response.end(String(visits++)));
    await expect(get('/', { signal: AbortSignal.abort(new Error('left')) })).rejects.toThrow('left');
    expect(visits).toBe(0);
  });
});
