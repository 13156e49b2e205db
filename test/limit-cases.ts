import type { TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Readonly<Record<string, unknown>> }[];
  readonly extensions?: { readonly cost?: { readonly charged: number } };
}

/** How a limit is met: something of that size is sent, and more is refused in these words. */
export interface LimitCase {
  readonly send: (server: TestGateway, size: number) => Promise<Answer>;
  /** What the refusal says beside the limit: the name of the argument or item. */
  readonly says: RegExp;
  /** Problems of items that have nothing to do with the limit. */
  readonly allows?: RegExp;
}

const many = <Item>(size: number, item: (index: number) => Item): Item[] => Array.from({ length: size }, (_, index) => item(index));
const word = (length: number): string => 'x'.repeat(length);

const globalIdOf = (...parts: readonly string[]): string => Buffer.from(JSON.stringify(parts)).toString('base64url');

const COLOURS = ['red', 'green', 'blue', 'yellow'];
/** Few, so that most are known by their vectors. */
const images: { base64: string }[] = await Promise.all(COLOURS.map(async (colour) => ({ base64: base64(await plainPicture(colour)) })));
const image = (index: number): { base64: string } => images[index % images.length]!;

const INPUT_ERROR = '__typename ... on InputError { code message }';

function ask(query: string, variables: (size: number) => Record<string, unknown>): LimitCase['send'] {
  return (server, size) => server.query(query, variables(size));
}

const EMBED = `query ($inputs: [ContentInput!]!, $crops: CropsInput) { embed(inputs: $inputs, crops: $crops) { ${INPUT_ERROR} } }`;
const CLASSIFY = `query ($images: [ImageInput!]!, $by: ClassifyBy!, $templates: [String!], $top: Int) {
  classify(images: $images, by: $by, templates: $templates, top: $top) { ${INPUT_ERROR} }
}`;
const SIMILARITY = `query ($images: [ImageInput!]!, $texts: [String!]!) {
  similarity(images: $images, texts: $texts) { imageErrors { ${INPUT_ERROR} } textErrors { ${INPUT_ERROR} } }
}`;
const TRAIN = `mutation ($examples: [ExampleInput!], $fromCollection: CollectionExamples, $fromReviews: ReviewExamples) {
  trainClassifier(name: "colours", examples: $examples, fromCollection: $fromCollection, fromReviews: $fromReviews) { skipped }
}`;
const DESCRIBE = `query ($images: [ImageInput!]!, $vocabulary: VocabularyInput, $top: Int, $captionsFrom: CaptionSource, $triples: TriplesInput) {
  describe(images: $images, vocabulary: $vocabulary, top: $top, captionsFrom: $captionsFrom, triples: $triples) { ${INPUT_ERROR} }
}`;
const INDEX = `mutation ($collection: String = "crops", $assets: [AssetInput!]!) { indexAssets(collection: $collection, assets: $assets) { ${INPUT_ERROR} } }`;
const ASSETS = 'query ($filter: Filter) { collection(name: "many") { assets(first: 1, filter: $filter) { nodes { key } } } }';
const SEARCH = `query ($query: SearchQuery!, $groupBy: GroupBy) {
  search(collection: "many", query: $query, groupBy: $groupBy, first: 1) { nodes { key } }
}`;
const RECOMMEND = `query ($like: [Example!]!, $unlike: [Example!]) {
  recommend(collection: "many", like: $like, unlike: $unlike, strategy: BEST_SCORE, target: TEXT, first: 1) { nodes { key } }
}`;
const SAVE_POLICY = 'mutation ($input: PolicyInput!) { savePolicy(input: $input) { version } }';
const MODERATE = `mutation ($images: [ImageInput!]!, $contexts: [JSONObject]) {
  moderate(images: $images, policy: "red", contexts: $contexts) { ${INPUT_ERROR} }
}`;
const BACKTEST = `query ($images: [LabelledImage!], $reviews: BacktestReviews) {
  backtestPolicy(policy: "red", images: $images, reviews: $reviews) { count errors { ${INPUT_ERROR} } }
}`;
const BLOCK = `mutation ($pictures: [BlocklistPicture!]!) { addToBlocklist(blocklist: "known", pictures: $pictures) { ${INPUT_ERROR} } }`;

const labels = ['red', 'green'];
const examples = (size: number) => many(size, (index) => ({ image: image(index), labels: [labels[Math.floor(index / 2) % 2]!] }));
const rule = (more: object = {}) => ({ name: 'rule', describes: ['a thing'], threshold: 1, action: 'BLOCK', ...more });
const policy = (...rules: object[]) => ({ input: { name: 'tried', rules } });
const single = { images: [image(0)] };

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

/** What the cases need. */
export async function prepared(server: TestGateway): Promise<void> {
  await server.data('mutation { createCollection(name: "crops", crops: { levels: 4, keep: EACH }) { name } }');
  await server.data('mutation { createCollection(name: "many") { name } }');
  await server.data('mutation ($input: ClassifierInput!) { saveClassifier(input: $input) { version } }', {
    input: { name: 'colours', classes: labels.map((name) => ({ name })) },
  });
  await server.data('mutation { createBlocklist(name: "known") { name } }');
  await server.data(SAVE_POLICY, { input: { name: 'red', rules: [rule()] } });
  await assetsWithKind(server, 0, MANY);
  // From now on their vectors are known, and thousands of them do not fill the queue of the model.
  await server.data(EMBED, { inputs: images.map((one) => ({ image: one })) });
}

/** As many as a training takes from a collection. */
const MANY = 5000;
const AT_ONCE = 64;

async function assetsWithKind(server: TestGateway, from: number, to: number): Promise<void> {
  for (let start = from; start < to; start += AT_ONCE) {
    const assets = many(Math.min(AT_ONCE, to - start), (index) => ({ key: `k${start + index}`, text: 'red', payload: { kind: 'red' } }));
    await server.data(INDEX, { collection: 'many', assets });
  }
}

const pictured = (size: number) => many(size, (index) => ({ image: image(index) }));
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

const first = (query: (size: number) => string): LimitCase => ({
  send: (server, size) => server.query(query(size)),
  says: /first must be/,
});

/** Each by the name of its section and what it limits. */
export const limitCases: ReadonlyMap<string, LimitCase> = new Map<string, LimitCase>(
  Object.entries({
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

    'Embedding: inputs': { send: ask(EMBED, (size) => ({ inputs: pictured(size), crops: { levels: 4 } })), says: /inputs holds/ },

    'Classification: pictures': {
      send: ask(CLASSIFY, (size) => ({ images: many(size, image), by: { labels } })),
      says: /images holds/,
    },
    'Classification: texts': {
      send: ask(SIMILARITY, (size) => ({ ...single, texts: many(size, (i) => `text ${i}`) })),
      says: /texts holds/,
    },
    'Classification: labels or classes': {
      send: ask(CLASSIFY, (size) => ({ ...single, by: { labels: many(size, (i) => `label ${i}`) } })),
      says: /by\.labels holds/,
    },
    'Classification: templates': {
      send: ask(CLASSIFY, (size) => ({ ...single, by: { labels: ['red'] }, templates: many(size, (i) => `${i} {label}`) })),
      says: /templates holds/,
    },
    'Classification: prompts of a class': {
      send: ask(CLASSIFY, (size) => ({ ...single, by: { classes: [{ name: 'red', prompts: many(size, (i) => `prompt ${i}`) }] } })),
      says: /by\.classes\[0\]\.prompts holds/,
    },
    'Classification: label, template or prompt': {
      send: ask(CLASSIFY, (size) => ({ ...single, by: { labels: [word(size)] } })),
      says: /by\.labels\[0\] is longer/,
    },
    'Classification: labels that are answered': {
      send: ask(CLASSIFY, (size) => ({ ...single, by: { labels }, top: size })),
      says: /top must be/,
    },
    'Classification: classifiers or versions of a page': first((size) => `{ classifiers(first: ${size}) { name } }`),
    'Classification: examples of a training': { send: ask(TRAIN, (size) => ({ examples: examples(size) })), says: /examples holds/ },
    'Classification: assets of a collection for a training': {
      send: async (server, size) => {
        await assetsWithKind(server, MANY, size);
        return server.query(TRAIN, { fromCollection: { collection: 'many', field: 'kind' }, examples: examples(4) });
      },
      says: /collection has/,
    },
    'Classification: reviews for a training': {
      send: ask(TRAIN, (size) => ({ fromReviews: { first: size, labels: [{ action: 'BLOCK', labels: ['red'] }] }, examples: examples(4) })),
      says: /fromReviews\.first must be/,
    },
    'Classification: field with the labels': {
      send: ask(TRAIN, (size) => ({ fromCollection: { collection: 'many', field: word(size) }, examples: examples(4) })),
      says: /fromCollection\.field must have/,
    },

    'Descriptions: pictures': { send: ask(DESCRIBE, (size) => ({ images: many(size, image) })), says: /images holds/ },
    'Descriptions: words': {
      send: ask(DESCRIBE, (size) => ({ ...single, vocabulary: { words: many(size, (i) => `word ${i}`) } })),
      says: /vocabulary\.words holds/,
    },
    'Descriptions: word': {
      send: ask(DESCRIBE, (size) => ({ ...single, vocabulary: { words: [word(size)] } })),
      says: /vocabulary\.words\[0\] is longer/,
    },
    'Descriptions: tags': { send: ask(DESCRIBE, (size) => ({ ...single, top: size })), says: /top must be/ },
    'Descriptions: captions': {
      send: ask(DESCRIBE, (size) => ({ ...single, captionsFrom: { collection: 'many', first: size } })),
      says: /captionsFrom\.first must be/,
    },
    'Descriptions: triples': {
      send: ask(DESCRIBE, (size) => ({
        ...single,
        triples: { candidates: many(size, (i) => ({ subject: `cat ${i}`, relation: 'on', object: 'mat' })) },
      })),
      says: /triples\.candidates holds/,
    },
    'Descriptions: things that are paired': {
      send: ask(DESCRIBE, (size) => ({ ...single, triples: { pairs: { things: many(size, (i) => `thing ${i}`) } } })),
      says: /triples\.pairs\.things holds/,
    },
    'Descriptions: relations': {
      send: ask(DESCRIBE, (size) => ({
        ...single,
        triples: { pairs: { things: ['cat', 'mat'], relations: many(size, (i) => `on ${i}`) } },
      })),
      says: /triples\.pairs\.relations holds/,
    },
    'Descriptions: vocabularies of a page': first((size) => `{ vocabularies(first: ${size}) { name } }`),

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

    'Moderation: pictures': { send: ask(MODERATE, (size) => ({ images: many(size, image) })), says: /images holds/ },
    'Moderation: what is known of a picture, as JSON': {
      send: ask(MODERATE, (size) => ({ ...single, contexts: [{ a: word(size - '{"a":""}'.length) }] })),
      says: /contexts\[0\] is longer/,
    },
    'Moderation: rules of a policy': {
      send: ask(SAVE_POLICY, (size) => policy(...many(size, (i) => rule({ name: `rule ${i}`, describes: many(32, (j) => `thing ${j}`) })))),
      says: /rules holds/,
    },
    'Moderation: name of a rule': {
      send: ask(SAVE_POLICY, (size) => policy(rule({ name: word(size) }))),
      says: /rules\[0\]\.name is longer/,
    },
    'Moderation: descriptions of a rule': {
      send: ask(SAVE_POLICY, (size) => policy(rule({ describes: many(size, (i) => `thing ${i}`) }))),
      says: /rules\[0\] \(rule\)\.describes holds/,
    },
    'Moderation: look-alikes of a rule': {
      send: ask(SAVE_POLICY, (size) => policy(rule({ unlike: many(size, (i) => `thing ${i}`) }))),
      says: /rules\[0\] \(rule\)\.unlike holds/,
    },
    'Moderation: description or look-alike': {
      send: ask(SAVE_POLICY, (size) => policy(rule({ describes: [word(size)] }))),
      says: /rules\[0\] \(rule\)\.describes\[0\] is longer/,
    },
    'Moderation: examples of a rule': {
      send: ask(SAVE_POLICY, (size) => policy(rule({ examples: many(size, image) }))),
      says: /rules\[0\] \(rule\) has/,
    },
    'Moderation: examples of a policy': {
      send: ask(SAVE_POLICY, (size) =>
        policy(...many(8, (i) => rule({ name: `rule ${i}`, examples: many(i < 7 ? 8 : size - 56, image) }))),
      ),
      says: /rules have/,
    },
    'Moderation: exceptions of a rule': {
      send: ask(SAVE_POLICY, (size) => policy(rule({ except: many(size, () => ({ filter: { must: [{ exists: 'context.a' }] } })) }))),
      says: /rules\[0\] \(rule\) has/,
    },
    'Moderation: bits that differ': {
      send: ask(SAVE_POLICY, (maxDistance) => policy(rule({ describes: [], blocklist: { name: 'known', maxDistance } }))),
      says: /rules\[0\] \(rule\)\.blocklist\.maxDistance must be/,
    },
    'Moderation: blocklists': {
      send: async (server, size) => {
        const { blocklists } = await server.data<{ blocklists: unknown[] }>('{ blocklists { name } }');
        let last: Answer = {};
        for (let i = blocklists.length; i < size; i++) last = await server.query(`mutation { createBlocklist(name: "list${i}") { name } }`);
        return last;
      },
      says: /blocklists/,
    },
    'Moderation: entries that are taken out': {
      send: ask('mutation ($entries: [ID!]!) { removeFromBlocklist(entries: $entries) }', (size) => ({
        entries: many(size, (i) => globalIdOf('BlocklistEntry', 'known', `${i}`)),
      })),
      says: /entries holds/,
    },
    'Moderation: note': {
      send: ask(BLOCK, (size) => ({ pictures: [{ image: image(0), note: word(size) }] })),
      says: /pictures\[0\]\.note is longer/,
    },
    'Moderation: page': first((size) => `{ verdicts(first: ${size}) { nodes { id } } }`),
    'Moderation: pictures of a trial': {
      send: ask(BACKTEST, (size) => ({ images: many(size, (i) => ({ image: image(i), action: 'ALLOW' })) })),
      says: /images holds/,
    },
    'Moderation: assets or reviews of a trial': {
      send: ask(BACKTEST, (size) => ({ reviews: { first: size } })),
      says: /reviews\.first must be/,
    },
  } satisfies Record<string, LimitCase>),
);

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
