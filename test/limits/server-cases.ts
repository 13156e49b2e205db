import { plainPicture } from '../pictures.ts';
import { type LimitCase, type Answer, many, word, ask, EMBED, INDEX, pictured } from './limit-case.ts';

const ASSETS = 'query ($filter: Filter) { collection(name: "many") { assets(first: 1, filter: $filter) { nodes { key } } } }';
/** A filter that is nested so deep. */
function nested(depth: number): object {
  return depth === 1 ? { must: [{ exists: 'kind' }] } : { must: [{ nested: nested(depth - 1) }] };
}

/** A body of an image's bytes, or of JSON, as it is. */
async function post(url: string, body: Uint8Array, type: string): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from(body) });
  const { error, errors } = (await response.json()) as { error?: { code: string; message: string } } & Answer;
  return error ? { errors: [{ message: error.message, extensions: { code: error.code } }] } : { ...(errors && { errors }) };
}

/** Its header is a picture's, its size is what is asked for. */
function padded(bytes: Uint8Array, size: number): Uint8Array {
  const whole = new Uint8Array(size);
  whole.set(bytes);
  return whole;
}

/** A picture that is stored almost for nothing, whatever its size. */
async function bigPicture(pixels: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const width = pixels % 2 === 0 ? 5000 : 5001;
  const height = Math.ceil(pixels / 5000);
  return sharp({ create: { width, height, channels: 3, background: 'red' }, limitInputPixels: false })
    .png({ compressionLevel: 1 })
    .toBuffer();
}

const recommended = (like: string): string =>
  `recommend(collection: "many", like: $${like}, unlike: $most, target: TEXT, first: 1) { nodes { key } }`;

/** An operation of so many points, made of parts whose prices are known, filled up with pages of as many as are left. */
function costing(points: number): [query: string, variables: Record<string, unknown>] {
  const left = points - 2 * (1 + 50) - 1999 * 250;
  return [
    `query ($most: [Example!]!, $fewer: [Example!]!) {
      one: ${recommended('most')}
      two: ${recommended('fewer')}
      page: classifiers(first: ${Math.ceil(left / 2)}) { name }
      other: classifiers(first: ${Math.floor(left / 2)}) { name }
    }`,
    { most: pictured(500), fewer: pictured(499) },
  ];
}

/** Fields in fields, so many. */
function deepQuery(depth: number): string {
  const path = ['collection(name: "many")', 'assets(first: 1)', 'nodes'];
  while (path.length < depth - 1) path.push(path.length % 2 === 1 ? 'similar(first: 1)' : 'nodes');
  path.push(path.at(-1)!.startsWith('similar') ? 'totalCount' : 'key');
  return `{ ${path.join(' { ')} ${'}'.repeat(path.length)}`;
}

function queryOfKeys(lists: readonly string[][]): string {
  const should = lists.map((keys) => `{ keys: [${keys.join(' ')}] }`).join(' ');
  return `{ collection(name: "many") { assets(first: 1, filter: { should: [${should}] }) { nodes { key } } } }`;
}

const tokensOf = (query: string): number => query.match(/[{}()[\]:]|"[^"]*"|\w+/g)!.length;

/** A query of so many tokens: a filter with many keys. */
function longQuery(tokens: number): string {
  const lists = many(11, () => ['"k0"']);
  const left = tokens - tokensOf(queryOfKeys(lists));
  for (let i = 0; i < left; i++) lists[i % lists.length]!.push('"k0"');
  return queryOfKeys(lists);
}

/** Of the server, and of what every operation may hold. */
export const serverCases: Readonly<Record<string, LimitCase>> = {
  'The server: one picture': {
    send: async ({ url }, size) => post(`${url}/uploads`, padded(await plainPicture('red'), size), 'image/png'),
    says: /image is larger/,
  },
  'The server: one picture, decoded': {
    send: async (server, size) => server.query(EMBED, { inputs: [{ image: { uploadId: await server.upload(await bigPicture(size)) } }] }),
    says: /image has too many pixels/,
  },
  'The server: body of a request': {
    send: ({ url }, size) => post(`${url}/graphql`, Buffer.from('{"query":"{__typename}"}'.padEnd(size)), 'application/json'),
    says: /body is larger/,
  },
  'The server: cost of an operation': { send: (server, size) => server.query(...costing(size)), says: /operation costs more/ },
  'The server: values in the body': {
    // Three are the body, the query and the list itself.
    send: (server, size) => server.query('{ models { name } }', { unused: Array(size - 3).fill(1) }),
    says: /holds more than \d+ values/,
  },
  'The server: depth of a query': { send: (server, size) => server.query(deepQuery(size)), says: /depth/ },
  'The server: depth of the body': {
    send: (server, size) => server.query('{ models { name } }', { unused: JSON.parse('['.repeat(size - 2) + ']'.repeat(size - 2)) }),
    says: /nested deeper/,
  },
  'The server: tokens of a query': { send: (server, size) => server.query(longQuery(size)), says: /tokens/ },
  'The server: aliases of a query': {
    send: (server, size) => server.query(`{ ${many(size, (i) => `a${i}: models { name }`).join(' ')} }`),
    says: /liases/,
  },
  'The server: directives of a query': {
    send: (server, size) => server.query(`{ ${many(size, () => '__typename @include(if: true)').join(' ')} }`),
    says: /irectives/,
  },

  'Everywhere: ids': {
    send: ask('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', (size) => ({ ids: many(size, String) })),
    says: /ids holds/,
  },
  'Everywhere: references of a router': {
    send: ask('query ($some: [_Any!]!) { _entities(representations: $some) { __typename } }', (size) => ({
      some: many(size, (id) => ({ __typename: 'Asset', id: `${id}` })),
    })),
    says: /representations holds/,
  },
  'Everywhere: depth of a filter': { send: ask(ASSETS, (size) => ({ filter: nested(size) })), says: /filter is nested/ },
  'Everywhere: conditions of a filter': {
    send: ask(ASSETS, (size) => ({ filter: { must: many(size, () => ({ exists: 'kind' })) } })),
    says: /filter has more/,
  },
  'Everywhere: values or keys of one condition': {
    send: ask(ASSETS, (size) => ({ filter: { must: [{ keys: many(size, String) }] } })),
    says: /filter\.must\[0\]\.keys holds/,
  },
  'Everywhere: name of a payload field': {
    send: ask(ASSETS, (size) => ({ filter: { must: [{ match: { field: word(size), value: 1 } }] } })),
    says: /filter\.must\[0\]\.match/,
  },
  'Everywhere: depth of a JSON object': {
    send: ask(INDEX, (size) => ({
      assets: [{ key: 'a', text: 'red', payload: JSON.parse('{"a":'.repeat(size) + '1' + '}'.repeat(size)) }],
    })),
    says: /JSONObject is nested/,
  },
  'Everywhere: address of a picture': {
    send: ask(EMBED, (size) => ({ inputs: [{ image: { url: 'http://127.0.0.1:1/'.padEnd(size, 'x') } }] })),
    says: /URL is longer/,
    // Nobody answers there.
    allows: /^FETCH_/,
  },
};
