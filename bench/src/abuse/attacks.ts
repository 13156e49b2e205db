import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';

import type { AbusePictures } from './abuse-pictures.ts';

/** A status, the code of an error, or `broken` for a connection that ended without an answer. */
export type Outcome = string;
export type Attack = (signal: AbortSignal) => Promise<Outcome>;

const EMBED = 'query ($inputs: [ContentInput!]!) { embed(inputs: $inputs) { __typename ... on InputError { code } } }';

/** Each within the limits of docs/limits.md, or refused by one of them. */
export function attacks(url: string, parts: AbusePictures): Readonly<Record<string, Attack>> {
  const graphql = async (body: string, signal: AbortSignal): Promise<Outcome> => {
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body, signal });
    return outcomeOf(response.status, await response.text());
  };
  const embed = (images: readonly object[], signal: AbortSignal): Promise<Outcome> =>
    graphql(JSON.stringify({ query: EMBED, variables: { inputs: images.map((image) => ({ image })) } }), signal);
  const uploads = parts.largeUploads.map((uploadId) => ({ uploadId }));

  return {
    'one large upload 64 times': (signal) => embed(repeated(uploads.slice(0, 1), 64), signal),
    'six large uploads 64 times': (signal) => embed(repeated(uploads, 64), signal),
    'pictures a pixel wide': (signal) => embed(repeated([{ uploadId: parts.threadUpload }], 16), signal),
    'a picture inline': (signal) => embed([{ base64: parts.inline }], signal),
    'values in a body': (signal) => graphql(`{"query":"{ __typename }","variables":{"unused":[${'1,'.repeat(500_000)}1]}}`, signal),
    'many inputs': (signal) =>
      graphql(`{"query":${JSON.stringify(EMBED)},"variables":{"inputs":[${'{"text":"x"},'.repeat(7_000)}{"text":"x"}]}}`, signal),
    'a megabyte of escapes': (signal) => graphql(`{"query":"{ __typename }","variables":{"unused":"${'\\n'.repeat(500_000)}"}}`, signal),
    'texts that are new': (signal) => {
      const inputs = Array.from({ length: 64 }, () => ({ text: randomBytes(200).toString('base64') }));
      return graphql(JSON.stringify({ query: EMBED, variables: { inputs } }), signal);
    },
    'a copy of a picture': async (signal) => {
      const response = await fetch(parts.address, { signal });
      await response.arrayBuffer();
      return String(response.status);
    },
    'a caller who leaves': async (signal) => {
      const left = AbortSignal.any([signal, AbortSignal.timeout(300)]);
      return embed(repeated(uploads, 12), left).catch(() => 'left');
    },
    'an upload': async (signal) => {
      const bytes = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), randomBytes(5_000_000)]);
      const response = await fetch(`${url}/uploads`, { method: 'POST', body: bytes, signal });
      const text = await response.text();
      const uploadId = /"uploadId":"(\w+)"/.exec(text)?.[1];
      if (uploadId !== undefined) await fetch(`${url}/uploads/${uploadId}`, { method: 'DELETE', signal });
      return outcomeOf(response.status, text);
    },
    'a body that stands still': (signal) => stalled(url, signal),
  };
}

function outcomeOf(status: number, text: string): Outcome {
  return /"code":"OVERLOADED"/.test(text) ? 'OVERLOADED' : (/"code":"(\w+)"/.exec(text)?.[1] ?? String(status));
}

/** A megabyte is announced, a tenth of it sent, and nothing more. */
function stalled(url: string, signal: AbortSignal): Promise<Outcome> {
  return new Promise((resolve) => {
    const { port, hostname } = new URL(url);
    const socket = connect(Number(port), hostname);
    let answer = '';
    socket.setEncoding('utf8').on('data', (piece: string) => (answer += piece));
    socket.on('error', () => undefined).on('close', () => resolve(/^HTTP\/1.1 (\d+)/.exec(answer)?.[1] ?? 'broken'));
    signal.addEventListener('abort', () => socket.destroy(), { once: true });
    socket.write('POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n');
    socket.write(' '.repeat(100_000));
  });
}

function repeated<Item>(items: readonly Item[], count: number): Item[] {
  return Array.from({ length: count }, (_, i) => items[i % items.length]!);
}
