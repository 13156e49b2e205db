import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CONTRACT, definePlugin, type GatewayModule, type VectorsPlugin } from '@clipgraph/contracts';
import { startGateway, type Gateway } from '@clipgraph/gateway';
import { embed, migration, pictureFolder, search, sqliteDocuments, sqliteVectors } from '@clipgraph/server';
import { fakeEncoder } from '@clipgraph/testing';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, describe, it } from 'vitest';

const FIRST = 'mutation { createCollection(name: "shop", model: "first") { name } }';
const ADD = (key: string): string =>
  `mutation { indexAssets(collection: "shop", assets: [{ key: "${key}", text: "red" }]) { __typename } }`;
const STATE = '{ migration(collection: "shop") { state } collections { name modelName count } }';

/** A store that cannot exchange two names, as one without the capability. */
const withoutExchange: VectorsPlugin = {
  ...sqliteVectors(),
  async open(host, settings) {
    const { exchange: _exchange, ...store } = await sqliteVectors().open(host, settings);
    return store;
  },
};

describe.each([
  ['can exchange names', sqliteVectors()],
  ['cannot', withoutExchange],
])('a folder whose collection was migrated, in a store that %s', (_what, vectors) => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-needed-'));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const models = definePlugin({
    contract: CONTRACT,
    name: 'two models',
    open: async () => [fakeEncoder({ name: 'first' }), fakeEncoder({ name: 'second' })],
  });
  const start = (...modules: GatewayModule[]): Promise<Gateway> =>
    startGateway({
      composition: {
        encoders: [models],
        vectors,
        documents: sqliteDocuments(),
        pictures: pictureFolder(),
        modules: [embed(), search(), ...modules],
      },
      env: { CLIPGRAPH_PORT: '0', CLIPGRAPH_DATA_DIR: dataDir },
      logger: pino({ level: 'silent' }),
    });
  const ask = async ({ url }: Gateway, query: string): Promise<{ data?: unknown; errors?: { message: string }[] }> => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    return (await response.json()) as { data?: unknown; errors?: { message: string }[] };
  };

  it('is not opened by a composition without the module that knows where its vectors are; with it, all is there', async () => {
    let gateway = await start(migration());
    await ask(gateway, FIRST);
    await ask(gateway, ADD('a'));
    await ask(gateway, 'mutation { migrateCollection(collection: "shop", model: "second") { state } }');
    const switched = { migration: { state: 'SWITCHED' }, collections: [{ name: 'shop', modelName: 'second', count: 1 }] };
    await expect.poll(async () => (await ask(gateway, STATE)).data).toEqual(switched);
    await gateway.close();

    const refused = start();
    await expect(refused).rejects.toMatchObject({
      name: 'ConfigError',
      message: expect.stringMatching(/migrated-[0-9a-f]{32}.*Add migration\(\)/) as unknown,
    });

    gateway = await start(migration());
    await ask(gateway, ADD('b'));
    await ask(gateway, 'mutation { confirmMigration(collection: "shop") { state } }');
    expect((await ask(gateway, STATE)).data).toMatchObject({ collections: [{ name: 'shop', modelName: 'second', count: 2 }] });
    await gateway.close();
    if (vectors !== withoutExchange) return;
    // The old vectors are gone, and the new ones still have the other name.
    await expect(start()).rejects.toThrow(/Add migration\(\)/);
  });

  it('opens without it once nothing stands under another name', async () => {
    let gateway = await start(migration());
    expect((await ask(gateway, 'mutation { deleteCollection(name: "shop") }')).data).toEqual({ deleteCollection: true });
    await gateway.close();
    gateway = await start();
    expect((await ask(gateway, '{ collections { name } }')).data).toEqual({ collections: [] });
    const name = `migrated-${'0'.repeat(32)}`;
    const { errors } = await ask(gateway, `mutation { createCollection(name: "${name}") { name } }`);
    expect(errors?.[0]?.message).toBe('Names of this form are kept for migrations.');
    await gateway.close();
  });
});
