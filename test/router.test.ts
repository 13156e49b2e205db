import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { buildSubgraphSchema } from '@apollo/subgraph';
import { getStitchedSchemaFromSupergraphSdl } from '@graphql-tools/federation';
import { composeServices } from '@theguild/federation-composition';
import { graphql, parse, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';

const KEY = 'key-of-the-router-0123456';
const PRODUCTS = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.0", import: ["@key", "@shareable"])
  type Query { products: [Product!]! }
  type Product @key(fields: "sku") { sku: ID! picture: Asset }
  "Adds to the asset what only this service knows."
  type Asset @key(fields: "id") { id: ID! photographer: String! }
`);

interface Asked {
  readonly query: string;
  readonly variables?: { readonly representations?: readonly unknown[] } & Record<string, unknown>;
}

/** A service beside this one, over HTTP, which keeps the ids of its products' pictures. */
async function productService(pictures: readonly string[]): Promise<{ url: string; server: Server }> {
  const resolvers = {
    Query: { products: () => pictures.map((id, i) => ({ sku: `sku-${i}`, picture: { id } })) },
    Asset: {
      __resolveReference: (reference: { id: string }) => reference,
      photographer: ({ id }: { id: string }) => `photographer of ${pictures.indexOf(id)}`,
    },
  };
  const schema = buildSubgraphSchema([{ typeDefs: PRODUCTS, resolvers }]);
  const server = createServer(async (request, response) => {
    const { query, variables } = (await json(request)) as Asked;
    const answer = await graphql({ schema, source: query, ...(variables && { variableValues: variables }) });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, server };
}

describe('a router over this server and another service', () => {
  let gateway: TestGateway;
  let products: Server;
  let router: GraphQLSchema;
  let ids: string[];
  /** What the router asked this server, over HTTP. */
  let asked: Asked[] = [];

  const ask = async <Data>(source: string, variableValues: Record<string, unknown> = {}): Promise<Data> => {
    const { data, errors } = await graphql({ schema: router, source, variableValues });
    expect(errors).toBeUndefined();
    return data as Data;
  };

  beforeAll(async () => {
    gateway = await testGateway({ federation: true, apiKeys: [{ key: KEY, name: 'router', tenant: 'shop' }] });
    await gateway.data('mutation { createCollection(name: "photos") { id } }');
    const assets = ['boat', 'tree', 'house', 'cat', 'dog'].map((text, i) => ({ key: `photo-${i}`, text, payload: { i } }));
    const { indexAssets } = await gateway.data<{ indexAssets: { id: string }[] }>(
      'mutation ($assets: [AssetInput!]!) { indexAssets(collection: "photos", assets: $assets) { ... on Asset { id } } }',
      { assets },
    );
    ids = indexAssets.map(({ id }) => id);
    const service = await productService(ids);
    products = service.server;

    const { service: own } = await gateway.data<{ service: { sdl: string } }>('{ service: _service { sdl } }');
    const composed = composeServices([
      { name: 'clipgraph', typeDefs: parse(own.sdl), url: `${gateway.url}/graphql` },
      { name: 'products', typeDefs: PRODUCTS, url: service.url },
    ]);
    if (composed.errors?.length) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
    router = getStitchedSchemaFromSupergraphSdl({
      supergraphSdl: composed.supergraphSdl!,
      batch: true,
      httpExecutorOpts: ({ name }) => ({
        ...(name.toLowerCase() === 'clipgraph' && { headers: { authorization: `Bearer ${KEY}` } }),
        async fetch(url, options) {
          if (url.startsWith(gateway.url)) asked.push(JSON.parse(String(options!.body)) as Asked);
          return fetch(url, options as RequestInit);
        },
      }),
    });
  });
  afterAll(async () => {
    products.closeAllConnections();
    products.close();
    await gateway.close();
  });
  beforeEach(() => {
    asked = [];
  });

  it("gets the assets of a page of the other service's products with one request", async () => {
    interface Page {
      readonly products: readonly {
        sku: string;
        picture: { key: string; payload: object; photographer: string; collection: { name: string } };
      }[];
    }
    const page = await ask<Page>('{ products { sku picture { key payload photographer collection { name } } } }');
    expect(page.products).toEqual(
      ids.map((_, i) => ({
        sku: `sku-${i}`,
        picture: { key: `photo-${i}`, payload: { i }, photographer: `photographer of ${i}`, collection: { name: 'photos' } },
      })),
    );
    expect(asked).toHaveLength(1);
    expect(asked[0]!.query).toContain('_entities');
    const references = Object.values(asked[0]!.variables!).find((value) => Array.isArray(value));
    expect(references).toEqual(ids.map((id) => ({ __typename: 'Asset', id })));
  });

  it('finds assets here, and what the other service adds to them there', async () => {
    interface Found {
      readonly search: { readonly edges: readonly { cosine: number; node: { key: string; photographer: string } }[] };
    }
    const { search } = await ask<Found>(
      '{ search(collection: "photos", query: { text: "boat" }, target: TEXT, first: 3) { edges { cosine node { key photographer } } } }',
    );
    expect(search.edges).toHaveLength(3);
    for (const { node } of search.edges) expect(node.photographer).toBe(`photographer of ${node.key.at(-1)}`);
    expect(asked).toHaveLength(1);
  });

  it('has no picture where an asset is gone, and those of the other products', async () => {
    await gateway.data('mutation { deleteAssets(collection: "photos", keys: ["photo-1"]) }');
    const { data } = await graphql({ schema: router, source: '{ products { sku picture { key similar(first: 1) { nodes { key } } } } }' });
    const pictures = (data as { products: { picture: { key: string } | null }[] }).products.map(({ picture }) => picture?.key);
    expect(pictures).toEqual(['photo-0', undefined, 'photo-2', 'photo-3', 'photo-4']);
    expect(asked).toHaveLength(1);
  });

  it('passes mutations through', async () => {
    const made = await ask<{ createCollection: { name: string } }>('mutation { createCollection(name: "by-router") { name } }');
    expect(made.createCollection.name).toBe('by-router');
    expect(await gateway.data('{ collections { name } }')).toEqual({ collections: [{ name: 'by-router' }, { name: 'photos' }] });
  });
});
