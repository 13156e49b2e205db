import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, FORMATS, pictures, type Picture } from './pictures.ts';

interface Edge {
  cosine: number;
  node: { key: string };
}
interface Connection {
  edges: Edge[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number | null;
}

const SEARCH = `query ($query: SearchQuery!, $filter: Filter, $target: SearchTarget, $first: Int, $after: String) {
  search(collection: "photos", query: $query, filter: $filter, target: $target, first: $first, after: $after) {
    edges { cosine node { key } } pageInfo { hasNextPage endCursor } totalCount
  }
}`;
const INDEX = `mutation ($assets: [AssetInput!]!) {
  indexAssets(collection: "photos", assets: $assets) { __typename ... on Asset { key imageHash } ... on InputError { code message } }
}`;

describe('from photos to answers, over HTTP', () => {
  let gateway: TestGateway;
  let photos: Picture[];
  let many: Picture[];
  const search = async (variables: Record<string, unknown>): Promise<Connection> =>
    (await gateway.data<{ search: Connection }>(SEARCH, variables)).search;

  beforeAll(async () => {
    // Drawn before the server starts: it forbids its process to load SVG, which scenes are made of.
    photos = await pictures(40);
    many = await pictures(64, 500);
    gateway = await testGateway();
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
  });
  afterAll(async () => gateway.close());

  it('indexes files of every format, uploaded or inline, in the order given', async () => {
    const assets = await Promise.all(
      photos.map(async ({ key, bytes, scene, format }, index) => ({
        key,
        image: index % 2 === 0 ? { uploadId: await gateway.upload(bytes) } : { base64: base64(bytes) },
        text: scene.captions[0],
        payload: { format, index, tags: [scene.kind, 'rendered'] },
      })),
    );
    const { indexAssets } = await gateway.data<{ indexAssets: { __typename: string; key: string }[] }>(INDEX, { assets });
    expect(indexAssets.map(({ __typename }) => __typename)).toEqual(photos.map(() => 'Asset'));
    expect(indexAssets.map(({ key }) => key)).toEqual(photos.map(({ key }) => key));
  });

  it.each(FORMATS)('finds a %s file by its own picture, with cosine 1', async (format) => {
    const photo = photos.find((candidate) => candidate.format === format)!;
    const { edges } = await search({ query: { image: { base64: base64(photo.bytes) } }, first: 1 });
    expect(edges[0]?.node.key).toBe(photo.key);
    expect(edges[0]?.cosine).toBeCloseTo(1, 4);
  });

  it('finds pictures by what is said of them', async () => {
    let found = 0;
    for (const photo of photos) {
      const { edges } = await search({ query: { text: photo.scene.captions[0] }, first: 5 });
      if (edges.some(({ node }) => node.key === photo.key)) found += 1;
    }
    // Chance would find 5 in 40 (12 %).
    expect(found / photos.length).toBeGreaterThan(0.6);
  });

  it('finds texts by text where asked to compare with texts', async () => {
    const photo = photos[7]!;
    const { edges } = await search({ query: { text: photo.scene.captions[0] }, target: 'TEXT', first: 1 });
    expect(edges[0]?.cosine).toBeCloseTo(1, 4);
  });

  it('finds by a vector that embed answered', async () => {
    const { embed } = await gateway.data<{ embed: { base64: string; values: number[] }[] }>(
      `query ($image: ImageInput!) { embed(inputs: [{ image: $image }]) { ... on Embedding { base64 values } } }`,
      { image: { base64: base64(photos[3]!.bytes) } },
    );
    for (const query of [{ vectorBase64: embed[0]!.base64 }, { vector: embed[0]!.values }]) {
      const { edges } = await search({ query, first: 1 });
      expect(edges[0]?.node.key).toBe(photos[3]!.key);
    }
  });

  it('searches only what passes the filter', async () => {
    const filter = {
      must: [{ match: { field: 'format', value: 'gif' } }, { range: { field: 'index', gte: 10 } }],
      mustNot: [{ keys: [photos[13]!.key] }],
    };
    const { edges, totalCount } = await search({ query: { text: 'a picture' }, filter, first: 100 });
    const expected = photos.filter(({ format, key }, index) => format === 'gif' && index >= 10 && key !== photos[13]!.key);
    expect(edges.map(({ node }) => node.key).sort()).toEqual(expected.map(({ key }) => key).sort());
    expect(totalCount).toBe(expected.length);
  });

  it('pages through all results, each once, best first', async () => {
    const seen: Edge[] = [];
    let after: string | null = null;
    do {
      const page: Connection = await search({ query: { text: 'something round' }, first: 7, after });
      seen.push(...page.edges);
      after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen.map(({ node }) => node.key)).size).toBe(photos.length);
    expect(seen).toHaveLength(photos.length);
    expect(seen.map(({ cosine }) => cosine)).toEqual(seen.map(({ cosine }) => cosine).toSorted((a, b) => b - a));
  });

  it('finds by pictures, texts and words together at least as often as by pictures alone', async () => {
    const document = `query ($text: String!, $target: SearchTarget!, $keywords: Boolean!) {
      search(collection: "photos", query: { text: $text }, target: $target, keywords: $keywords, first: 3) { nodes { key } }
    }`;
    const foundBy = async (target: 'IMAGE' | 'BOTH', keywords: boolean) => {
      let found = 0;
      for (const { key, scene } of photos) {
        const { search: page } = await gateway.data<{ search: { nodes: { key: string }[] } }>(document, {
          text: scene.captions[0],
          target,
          keywords,
        });
        if (page.nodes.some((node) => node.key === key)) found += 1;
      }
      return found;
    };
    const byPictures = await foundBy('IMAGE', false);
    expect(await foundBy('BOTH', false)).toBeGreaterThanOrEqual(byPictures);
    expect(await foundBy('BOTH', true)).toBeGreaterThanOrEqual(byPictures);
  });

  it('mixes a picture and a text so that both count', async () => {
    let ranks = 0;
    for (const [index, { bytes }] of photos.slice(0, 10).entries()) {
      const other = photos[index + 20]!;
      const parts = [{ query: { image: { base64: base64(bytes) } } }, { query: { text: other.scene.captions[0] } }];
      const { edges } = await search({ query: { mix: { parts } }, first: 100 });
      const keys = edges.map(({ node }) => node.key);
      expect(keys.indexOf(photos[index]!.key)).toBeLessThan(10);
      ranks += keys.indexOf(other.key);
    }
    // Where the picture decided alone, the other one would stand in the middle of 40.
    expect(ranks / 10).toBeLessThan(10);
  });

  it.each(['AVERAGE', 'BEST_SCORE', 'SUM_SCORES'])('recommends by %s, without the examples', async (strategy) => {
    const like = photos.slice(0, 3).map(({ key }) => ({ key }));
    const { recommend } = await gateway.data<{ recommend: { nodes: { key: string }[] } }>(
      `query ($like: [Example!]!, $strategy: RecommendStrategy!) {
        recommend(collection: "photos", like: $like, unlike: [{ text: "a drawing" }], strategy: $strategy, first: 100) { nodes { key } }
      }`,
      { like, strategy },
    );
    const keys = recommend.nodes.map(({ key }) => key);
    expect(keys.toSorted()).toEqual(
      photos
        .slice(3)
        .map(({ key }) => key)
        .toSorted(),
    );
  });

  it('recommends similar pictures of an asset, itself left out', async () => {
    const { collection } = await gateway.data<{ collection: { assets: { nodes: { key: string; similar: Connection }[] } } }>(
      `{ collection(name: "photos") { assets(first: 3) { nodes { key similar(first: 5) { edges { cosine node { key } } } } } } }`,
    );
    for (const { key, similar } of collection.assets.nodes) {
      expect(similar.edges).toHaveLength(5);
      expect(similar.edges.map(({ node }) => node.key)).not.toContain(key);
    }
  });

  it('classifies pictures against labels written as text', async () => {
    const { classify } = await gateway.data<{ classify: { labels: { label: string; probability: number }[] }[] }>(
      `query ($images: [ImageInput!]!) { classify(images: $images, by: { labels: ["a drawing", "a dog", "a car"] }) { ... on Classification { labels { label probability } unknown model { name } } } }`,
      { images: photos.slice(0, 4).map(({ bytes }) => ({ base64: base64(bytes) })) },
    );
    for (const { labels } of classify) {
      expect(labels).toHaveLength(3);
      expect(labels.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 6);
    }
  });

  it('serves pictures and thumbnails without metadata, at addresses that cannot be made up', async () => {
    const { collection } = await gateway.data<{ collection: { assets: { nodes: { imageUrl: string; thumbnailUrl: string }[] } } }>(
      `{ collection(name: "photos") { assets(first: 1) { nodes { imageUrl thumbnailUrl(size: 64) } } } }`,
    );
    const { imageUrl, thumbnailUrl } = collection.assets.nodes[0]!;
    for (const url of [imageUrl, thumbnailUrl]) {
      const response = await fetch(url);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('image/webp');
    }
    expect((await fetch(thumbnailUrl.replace('/64/', '/2048/'))).status).toBe(403);
  });

  it('updates payloads and counts values', async () => {
    const key = photos[0]!.key;
    await gateway.data('mutation ($key: String!) { updatePayload(collection: "photos", key: $key, payload: { format: "tiff" }) { key } }', {
      key,
    });
    const { collection } = await gateway.data<{ collection: { facet: { value: string; count: number }[] } }>(
      '{ collection(name: "photos") { facet(field: "format") { value count } } }',
    );
    expect(collection.facet).toContainEqual({ value: 'tiff', count: 1 });
  });

  it('finds any object again by its id', async () => {
    const { collection } = await gateway.data<{
      collection: { id: string; model: { id: string }; assets: { nodes: { id: string; key: string }[] } };
    }>('{ collection(name: "photos") { id model { id } assets(first: 1) { nodes { id key } } } }');
    const asset = collection.assets.nodes[0]!;
    const ids = [collection.id, collection.model.id, asset.id, 'nothing'];
    const { nodes } = await gateway.data<{ nodes: ({ __typename: string } | null)[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }',
      { ids },
    );
    expect(nodes.map((node) => node?.__typename)).toEqual(['Collection', 'Model', 'Asset', undefined]);
  });

  it('deletes, and has everything else after a restart', async () => {
    const gone = photos[0]!.key;
    const { deleteAssets } = await gateway.data<{ deleteAssets: number }>(
      'mutation ($keys: [String!]!) { deleteAssets(collection: "photos", keys: $keys) }',
      {
        keys: [gone, 'never there'],
      },
    );
    expect(deleteAssets).toBe(1);
    const before = await search({ query: { text: 'blue' }, first: 100 });
    await gateway.restart();
    const after = await search({ query: { text: 'blue' }, first: 100 });
    expect(after).toEqual({ ...before, pageInfo: after.pageInfo });
    expect(after.edges.map(({ node }) => node.key)).not.toContain(gone);
    expect(after.totalCount).toBe(photos.length - 1);
  });

  it('leaves 63 answered when one picture of 64 is bad', async () => {
    const assets = many.map(({ bytes }, index) => ({
      key: `many/${index}`,
      image: { base64: base64(index === 41 ? bytes.subarray(0, bytes.length / 3) : bytes) },
    }));
    const { indexAssets } = await gateway.data<{ indexAssets: { __typename: string; code?: string }[] }>(INDEX, { assets });
    expect(indexAssets.filter(({ __typename }) => __typename === 'Asset')).toHaveLength(63);
    expect(indexAssets[41]).toMatchObject({ __typename: 'InputError', code: 'CORRUPT' });
  });
});
