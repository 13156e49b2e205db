import { $, can, doing as doingIn, graphql, upload } from './server.js';

const EDGES = 'edges { cosine node { id key text thumbnailUrl(size: 320) imageUrl } } pageInfo { hasNextPage endCursor } totalCount';
const SEARCH = `query ($collection: String!, $query: SearchQuery!, $after: String) {\n  search(collection: $collection, query: $query, first: 24, after: $after) { ${EDGES} }\n}`;
const SIMILAR = `query ($id: ID!) {\n  node(id: $id) { ... on Asset { similar(first: 24) { ${EDGES} } } }\n}`;
let next;

const doing = (label, action) => doingIn($('status'), label, action);

function card({ cosine, node }) {
  const item = document.createElement('li');
  if (node.thumbnailUrl) {
    const link = document.createElement('a');
    link.href = node.imageUrl;
    const image = Object.assign(document.createElement('img'), {
      src: node.thumbnailUrl,
      alt: node.text ?? node.key,
      loading: 'lazy',
    });
    link.append(image);
    item.append(link);
  }
  const words = document.createElement('p');
  words.append(
    node.text ?? node.key,
    document.createElement('br'),
    Object.assign(document.createElement('small'), { textContent: `${node.key} · ${cosine.toFixed(3)}` }),
  );
  const similar = Object.assign(document.createElement('button'), { textContent: 'similar' });
  similar.addEventListener('click', () => doing('Searching …', async () => show((await graphql(SIMILAR, { id: node.id })).node.similar)));
  item.append(words, similar);
  return item;
}

/** Shows results, and answers what to say about them. */
function show({ edges, pageInfo, totalCount }, { append = false, continueWith } = {}) {
  if (!append) $('results').replaceChildren();
  $('results').append(...edges.map(card));
  next = pageInfo.hasNextPage && continueWith ? { ...continueWith, after: pageInfo.endCursor } : undefined;
  $('more').hidden = !next;
  return edges.length === 0 ? 'Nothing found.' : `${$('results').children.length} of ${totalCount ?? 'many'}, best first.`;
}

async function search(query) {
  const variables = { collection: $('collection').value, query };
  return show((await graphql(SEARCH, variables)).search, { continueWith: variables });
}

$('search').addEventListener('submit', (event) => {
  event.preventDefault();
  doing('Searching …', () => search({ text: $('text').value || $('text').placeholder }));
});
$('pick').addEventListener('keydown', (event) => event.key === 'Enter' && $('picture').click());
$('picture').addEventListener('change', () =>
  doing('Searching …', async () => {
    const image = await upload($('picture').files[0]);
    $('picture').value = '';
    return search({ image });
  }),
);
$('more').addEventListener('click', () =>
  doing('Searching …', async () => show((await graphql(SEARCH, next)).search, { append: true, continueWith: next })),
);

$('search').hidden = !can('search');

doing('', async () => {
  if (!can('search')) return 'This server has no collections to search. It answers GraphQL at /graphql.';
  const { collections } = await graphql('{ collections { name count } }');
  $('collection').replaceChildren(...collections.map(({ name, count }) => new Option(`${name} (${count})`, name)));
  if (collections.length === 0)
    return 'No collection yet. Index a folder from the command line: clipgraph index ~/Pictures --collection photos';
});
