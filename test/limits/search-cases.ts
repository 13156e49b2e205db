import type { TestGateway } from '../gateway.ts';
import { type LimitCase, many, word, image, ask, INDEX, first } from './limit-case.ts';

const SEARCH = `query ($query: SearchQuery!, $groupBy: GroupBy) {
  search(collection: "many", query: $query, groupBy: $groupBy, first: 1) { nodes { key } }
}`;
const RECOMMEND = `query ($like: [Example!]!, $unlike: [Example!]) {
  recommend(collection: "many", like: $like, unlike: $unlike, strategy: BEST_SCORE, target: TEXT, first: 1) { nodes { key } }
}`;
/** Of collections and search. */
export const searchCases: Readonly<Record<string, LimitCase>> = {
  // With pictures in the most pieces and texts: the dearest call that there is.
  'Collections and search: assets of a call': {
    send: ask(INDEX, (size) => ({ assets: many(size, (i) => ({ key: `a${i}`, image: image(i), text: 'red' })) })),
    says: /assets holds/,
  },
  'Collections and search: keys of a call': {
    send: ask('mutation ($keys: [String!]!) { deleteAssets(collection: "crops", keys: $keys) }', (size) => ({
      keys: many(size, (i) => `none ${i}`),
    })),
    says: /keys holds/,
  },
  'Collections and search: key': { send: ask(INDEX, (size) => ({ assets: [{ key: word(size), text: 'red' }] })), says: /key must be/ },
  'Collections and search: text of an asset': {
    send: ask(INDEX, (size) => ({ assets: [{ key: 'long', text: word(size) }] })),
    says: /text has/,
  },
  'Collections and search: payload as JSON': {
    send: ask(INDEX, (size) => ({ assets: [{ key: 'long', text: 'red', payload: { a: word(size - '{"a":""}'.length) } }] })),
    says: /payload takes/,
  },
  'Collections and search: page': first(
    (size) => `{ search(collection: "many", query: { text: "red" }, first: ${size}) { nodes { key } } }`,
  ),
  'Collections and search: results of all pages': {
    send: async (server, size) => {
      const found = await searchedThrough(server);
      return found === 1000 ? {} : { errors: [{ message: `${found} results, asked for ${size}` }] };
    },
    says: /./,
  },
  'Collections and search: parts of a mix': {
    send: ask(SEARCH, (size) => ({ query: { mix: { parts: many(size, (i) => ({ query: { image: image(i) } })), fusion: 'RANK' } } })),
    says: /query\.mix\.parts holds/,
  },
  'Collections and search: parts to keep away from': {
    send: ask(SEARCH, (size) => ({
      query: { mix: { parts: [{ query: { text: 'red' } }], avoid: many(size, (i) => ({ query: { image: image(i) } })), fusion: 'RANK' } },
    })),
    says: /query\.mix\.avoid holds/,
  },
  'Collections and search: weight of a part': {
    send: ask(SEARCH, (weight) => ({ query: { mix: { parts: [{ query: { text: 'red' }, weight }] } } })),
    says: /query\.mix\.parts\[0\]\.weight must be/,
  },
  'Collections and search: examples that are liked': {
    send: ask(RECOMMEND, (size) => ({ like: many(size, (i) => ({ image: image(i) })), unlike: many(500, (i) => ({ image: image(i) })) })),
    says: /^\S+ like holds/,
  },
  'Collections and search: examples that are disliked': {
    send: ask(RECOMMEND, (size) => ({ like: [{ text: 'red' }], unlike: many(size, (i) => ({ image: image(i) })) })),
    says: /unlike holds/,
  },
  'Collections and search: assets of a group': {
    send: ask(SEARCH, (size) => ({ query: { text: 'red' }, groupBy: { field: 'kind', size } })),
    says: /groupBy\.size must be/,
  },
  'Collections and search: values of a facet': {
    send: (server, size) => server.query(`{ collection(name: "many") { facet(field: "kind", limit: ${size}) { value } } }`),
    says: /limit must be/,
  },
  'Collections and search: side of a thumbnail': {
    send: (server, size) => server.query(`{ collection(name: "many") { assets(first: 1) { nodes { thumbnailUrl(size: ${size}) } } } }`),
    says: /size must be/,
  },
};

/** How many results all pages of one search have. */
async function searchedThrough(server: TestGateway): Promise<number> {
  const query = `query ($after: String) {
    search(collection: "many", query: { text: "red" }, target: TEXT, first: 100, after: $after) { nodes { key } pageInfo { hasNextPage endCursor } }
  }`;
  interface Page {
    readonly search: { readonly nodes: object[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string } };
  }
  let found = 0;
  for (let after: string | null = null; ;) {
    const { search }: Page = await server.data<Page>(query, { after });
    found += search.nodes.length;
    if (!search.pageInfo.hasNextPage) return found;
    after = search.pageInfo.endCursor;
  }
}
