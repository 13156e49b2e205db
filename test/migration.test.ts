import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, pictures, type Picture } from './pictures.ts';
import { twoModels, type TwoModels } from './two-models.ts';

interface Migration {
  readonly state: string;
  readonly isUndo: boolean;
  readonly fromModel: string;
  readonly toModel: string;
  readonly total: number;
  readonly done: number;
  readonly failed: number;
  readonly failures: readonly { readonly key: string; readonly code: string; readonly message: string }[];
  readonly problem: string | null;
}
interface Hit {
  readonly cosine: number;
  readonly node: { readonly key: string };
}
interface Found {
  readonly search: { readonly edges: readonly Hit[]; readonly pageInfo: { readonly endCursor: string | null } };
}
interface Kept {
  readonly collection: {
    readonly modelName: string;
    readonly count: number;
    readonly createdAt: string;
    readonly assets: { readonly nodes: readonly unknown[] };
  };
}

const FIELDS = 'state isUndo fromModel toModel total done failed failures { key code message } problem';
const MIGRATE = `mutation ($model: String = "second", $allow: Boolean = false) {
  migration: migrateCollection(collection: "photos", model: $model, allowFailures: $allow) { ${FIELDS} }
}`;
const ENDING = {
  cancel: `mutation { migration: cancelMigration(collection: "photos") { ${FIELDS} } }`,
  undo: `mutation { migration: undoMigration(collection: "photos") { ${FIELDS} } }`,
  confirm: `mutation { migration: confirmMigration(collection: "photos") { ${FIELDS} } }`,
};
const LAST = `{ migration(collection: "photos") { ${FIELDS} } }`;
const INDEX = `mutation ($assets: [AssetInput!]!) { indexAssets(collection: "photos", assets: $assets) { ... on InputError { code message } } }`;
const SEARCH = `query ($query: SearchQuery!, $after: String, $target: SearchTarget) {
  search(collection: "photos", query: $query, after: $after, first: 3, target: $target) { edges { cosine node { key } } pageInfo { endCursor } }
}`;
const KEPT = `{ collection(name: "photos") { modelName count createdAt assets(first: 100) { nodes { key text payload createdAt imageHash } } } }`;
const DELETE = 'mutation ($keys: [String!]!) { deleteAssets(collection: "photos", keys: $keys) }';

let models: TwoModels;
let photos: Picture[];

beforeAll(async () => {
  photos = await pictures(30);
  models = await twoModels();
});

afterAll(async () => models.dispose());

describe('a migration', () => {
  let gateway: TestGateway;

  const asset = ({ key, bytes, scene }: Picture, payload: object = {}) => ({
    key,
    payload,
    text: scene.captions[0],
    image: { base64: base64(bytes) },
  });
  const index = async (assets: readonly object[]): Promise<void> => {
    const { indexAssets } = await gateway.data<{ indexAssets: object[] }>(INDEX, { assets });
    expect(indexAssets).toEqual(assets.map(() => ({})));
  };
  const searchBy = (query: object, variables: object = {}): Promise<Found> => gateway.data<Found>(SEARCH, { query, ...variables });
  const byPicture = async ({ bytes }: Picture): Promise<Hit | undefined> =>
    (await searchBy({ image: { base64: base64(bytes) } })).search.edges[0];
  const last = async (): Promise<Migration> => (await gateway.data<{ migration: Migration }>(LAST)).migration;
  const ended = (state: string): Promise<Migration> =>
    vi.waitUntil(
      async () => {
        const migration = await last();
        return migration.state === 'RUNNING' ? undefined : (expect(migration.state).toBe(state), migration);
      },
      { timeout: 60_000, interval: 20 },
    ) as Promise<Migration>;
  const change = async (query: string, variables?: Record<string, unknown>): Promise<Migration> =>
    (await gateway.data<{ migration: Migration }>(query, variables)).migration;
  const kept = async (): Promise<Kept['collection']> => (await gateway.data<Kept>(KEPT)).collection;
  const refusal = async (query: string, variables?: Record<string, unknown>): Promise<{ code: string; message: string }> => {
    const { errors } = await gateway.query(query, variables);
    return { code: errors?.[0]?.extensions.code ?? 'none', message: errors?.[0]?.message ?? '' };
  };
  /** The files of the pictures that the server keeps. */
  const files = async (): Promise<string[]> => {
    const found = await readdir(join(gateway.config.dataDir, 'images'), { recursive: true });
    return found.filter((name) => /[0-9a-f]{64}$/.test(name)).toSorted();
  };

  /** One for all cases, which each make and delete the collection; without a cache, so that each computes every vector. */
  const opened = (options: { dataDir?: string; models?: string[] } = {}): Promise<TestGateway> =>
    testGateway({ modelsDir: models.modelsDir, models: ['first', 'second'], vectorCacheBytes: 0, ...options });
  beforeAll(async () => {
    gateway = await opened();
  });
  afterAll(async () => gateway.close());
  beforeEach(async () => {
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
    await index(photos.slice(0, 24).map((photo, n) => asset(photo, { n })));
  });
  // With its migration and its pictures, as one of the cases shows.
  afterEach(async () => gateway.data('mutation { deleteCollection(name: "photos") }'));

  it('gives every asset vectors of the other model and leaves the rest as it was', async () => {
    const before = await kept();
    expect(await change(MIGRATE)).toMatchObject({ state: 'RUNNING', fromModel: 'first', toModel: 'second', total: 24, failed: 0 });
    expect(await ended('SWITCHED')).toEqual({
      state: 'SWITCHED',
      isUndo: false,
      fromModel: 'first',
      toModel: 'second',
      total: 24,
      done: 24,
      failed: 0,
      failures: [],
      problem: null,
    });
    expect(await kept()).toEqual({ ...before, modelName: 'second' });
    // Only a query of the same model comes that near.
    for (const photo of [photos[0]!, photos[23]!]) {
      const hit = await byPicture(photo);
      expect(hit?.node.key).toBe(photo.key);
      expect(hit?.cosine).toBeCloseTo(1, 4);
    }
    const { search } = await searchBy({ text: photos[5]!.scene.captions[0] }, { target: 'TEXT' });
    expect(search.edges[0]?.cosine).toBeCloseTo(1, 4);
    const { collections } = await gateway.data<{ collections: unknown }>('{ collections { name modelName } }');
    expect(collections).toEqual([{ name: 'photos', modelName: 'second' }]);
  });

  it('answers all the while, and no question at the switch is turned away', async () => {
    await change(MIGRATE);
    const names = new Set<string>();
    let questions = 0;
    const ask = async (): Promise<void> => {
      while ((await last()).state === 'RUNNING') {
        const photo = photos[questions++ % 24]!;
        const hit = await byPicture(photo);
        expect(hit?.node.key).toBe(photo.key);
        expect(hit?.cosine).toBeCloseTo(1, 4);
        names.add((await kept()).modelName);
      }
    };
    await Promise.all([ask(), ask()]);
    expect(questions).toBeGreaterThan(0);
    expect((await kept()).modelName).toBe('second');
    expect([...names].every((name) => name === 'first' || name === 'second')).toBe(true);
  });

  it('includes what is indexed, changed and deleted meanwhile', async () => {
    await change(MIGRATE);
    await Promise.all([
      index(photos.slice(24).map((photo) => asset(photo))),
      index([{ ...asset(photos[29]!), key: photos[0]!.key }]),
      gateway.data(DELETE, { keys: [photos[1]!.key, photos[20]!.key] }),
      gateway.data('mutation ($key: String!) { updatePayload(collection: "photos", key: $key, payload: { title: "new" }) { key } }', {
        key: photos[2]!.key,
      }),
    ]);
    await ended('SWITCHED');
    const { count, assets } = await kept();
    expect(count).toBe(28);
    expect(assets.nodes).toContainEqual(expect.objectContaining({ key: photos[2]!.key, payload: { title: 'new' } }));
    for (const photo of photos.slice(24, 29)) expect(await byPicture(photo)).toMatchObject({ node: { key: photo.key } });
    // The first picture is gone from its key, which has another one now.
    expect((await byPicture(photos[0]!))?.cosine).toBeLessThan(0.999);
    expect((await byPicture(photos[1]!))?.cosine).toBeLessThan(0.999);
  });

  it('goes on after a restart half-way', async () => {
    await change(MIGRATE);
    await gateway.restart();
    expect((await last()).state).toMatch(/RUNNING|SWITCHED/);
    expect(await ended('SWITCHED')).toMatchObject({ total: 24, done: 24 });
    expect((await byPicture(photos[3]!))?.cosine).toBeCloseTo(1, 4);
    await gateway.restart();
    expect(await kept()).toMatchObject({ modelName: 'second', count: 24 });
  });

  it('is cancelled with nothing lost, and can begin again', async () => {
    const before = await kept();
    // A picture that is gone keeps it from switching before it can be cancelled.
    const path = join(gateway.config.dataDir, 'images', (await files())[0]!);
    const bytes = await readFile(path);
    await rm(path);
    await change(MIGRATE);
    expect(await change(ENDING.cancel)).toMatchObject({ state: 'CANCELLED', total: 24 });
    await writeFile(path, bytes);
    expect(await kept()).toEqual(before);
    expect((await byPicture(photos[3]!))?.cosine).toBeCloseTo(1, 4);
    expect((await refusal(ENDING.cancel)).code).toBe('CONFLICT');
    await change(MIGRATE);
    await ended('SWITCHED');
  });

  it('is undone with what came after the switch', async () => {
    await change(MIGRATE);
    await ended('SWITCHED');
    await index(photos.slice(24, 26).map((photo) => asset(photo)));
    await gateway.data(DELETE, { keys: [photos[0]!.key] });
    expect(await change(ENDING.undo)).toMatchObject({ isUndo: true, fromModel: 'second', toModel: 'first' });
    expect(await ended('UNDONE')).toMatchObject({ total: 25, done: 25, failed: 0 });
    expect(await kept()).toMatchObject({ modelName: 'first', count: 25 });
    for (const photo of [photos[1]!, photos[25]!]) expect((await byPicture(photo))?.cosine).toBeCloseTo(1, 4);
    expect((await refusal(ENDING.undo)).code).toBe('CONFLICT');
  });

  it('keeps old vectors and their pictures until it is confirmed', async () => {
    await change(MIGRATE);
    await ended('SWITCHED');
    await gateway.data(DELETE, { keys: [photos[0]!.key] });
    expect(await files()).toHaveLength(24);
    expect(await change(ENDING.confirm)).toMatchObject({ state: 'CONFIRMED' });
    expect(await files()).toHaveLength(23);
    expect((await refusal(ENDING.undo)).code).toBe('CONFLICT');
    // And back again, as a migration of its own.
    await change(MIGRATE, { model: 'first' });
    await ended('SWITCHED');
    expect(await kept()).toMatchObject({ modelName: 'first', count: 23 });
  });

  it('does not switch while an asset fails, names it, and leaves it behind only when told to', async () => {
    const [lost, broken] = await files();
    const path = join(gateway.config.dataDir, 'images');
    await rm(join(path, lost!));
    await writeFile(join(path, broken!), Buffer.from('not a picture'));
    await change(MIGRATE);
    const stopped = await ended('STOPPED');
    expect(stopped).toMatchObject({ failed: 2, done: 22, total: 24, problem: null });
    // A file whose bytes are no longer those of its name is as good as lost, and put aside.
    expect(stopped.failures.map(({ code }) => code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(await readdir(path, { recursive: true })).toContain(`${broken}.damaged`);
    const hashes = (await kept()).assets.nodes as { key: string; imageHash: string }[];
    const keys = [lost!, broken!].map((file) => hashes.find(({ imageHash }) => file.endsWith(imageHash))!.key);
    expect(stopped.failures.map(({ key }) => key).toSorted()).toEqual(keys.toSorted());
    expect(await kept()).toMatchObject({ modelName: 'first', count: 24 });

    await change(MIGRATE, { allow: true });
    expect(await ended('SWITCHED')).toMatchObject({ failed: 2, failures: stopped.failures });
    expect(await kept()).toMatchObject({ modelName: 'second', count: 22 });

    await change(ENDING.undo);
    await ended('UNDONE');
    expect(await kept()).toMatchObject({ modelName: 'first', count: 24 });
  });

  it('refuses cursors of searches with the other model, and says why; lists by key go on', async () => {
    const list =
      'query ($after: String) { collection(name: "photos") { assets(first: 20, after: $after) { nodes { key } pageInfo { endCursor } } } }';
    interface Listed {
      collection: { assets: { nodes: object[]; pageInfo: { endCursor: string } } };
    }
    const { endCursor } = (await gateway.data<Listed>(list)).collection.assets.pageInfo;
    const query = { text: 'a boat' };
    const { search } = await searchBy(query);
    const after = search.pageInfo.endCursor;
    await change(MIGRATE);
    await ended('SWITCHED');
    expect(await refusal(SEARCH, { query, after })).toEqual({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('before it was migrated'),
    });
    expect((await gateway.data<Listed>(list, { after: endCursor })).collection.assets.nodes).toHaveLength(4);
  });

  it('goes with its collection', async () => {
    await change(MIGRATE);
    await gateway.data('mutation { deleteCollection(name: "photos") }');
    expect(await gateway.data(LAST)).toEqual({ migration: null });
    expect(await gateway.data('{ collections { name } migrations { state } }')).toEqual({ collections: [], migrations: [] });
    expect(await files()).toEqual([]);
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
    await index([asset(photos[0]!)]);
    expect(await kept()).toMatchObject({ count: 1, modelName: 'first' });
    await gateway.restart();
    expect(await kept()).toMatchObject({ count: 1, modelName: 'first' });
  });

  it('stops without the model that it goes to, and goes on with it', async () => {
    await change(MIGRATE);
    await gateway.close({ keepData: true });
    const { dataDir } = gateway.config;
    gateway = await opened({ dataDir, models: ['first'] });
    await vi.waitUntil(async () => (await last()).state !== 'RUNNING', { timeout: 60_000 });
    // It may have switched before the server closed.
    const { state, problem } = await last();
    expect(`${state} ${problem}`).toMatch(/^SWITCHED null$|^STOPPED .*second/);
    await gateway.close({ keepData: true });
    gateway = await opened({ dataDir });
    if (state === 'STOPPED') await change(MIGRATE);
    expect(await ended('SWITCHED')).toMatchObject({ total: 24, done: 24 });
  });

  it('is asked for as docs/migration.md does', async () => {
    const text = await readFile(new URL('../docs/migration.md', import.meta.url), 'utf8');
    const examples = [...text.matchAll(/```graphql\n(.*?)```/gs)].map(([, example]) => example!);
    expect(examples).toHaveLength(2);
    for (const example of examples) await gateway.data(example);
    expect(await ended('SWITCHED')).toMatchObject({ toModel: 'second' });
  });

  it('is refused where there is nothing to migrate', async () => {
    const start = (collection: string, model: string): Promise<{ code: string; message: string }> =>
      refusal('mutation ($c: String!, $m: String!) { migrateCollection(collection: $c, model: $m) { state } }', {
        c: collection,
        m: model,
      });
    expect((await start('none', 'second')).code).toBe('NOT_FOUND');
    expect((await start('', 'second')).code).toBe('NOT_FOUND');
    expect((await start('../photos', 'second')).code).toBe('NOT_FOUND');
    expect(await start('photos', 'third')).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('first, second') });
    expect(await start('photos', 'first')).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('already') });
    for (const query of Object.values(ENDING)) expect((await refusal(query)).code).toBe('NOT_FOUND');
    await change(MIGRATE);
    const again = await start('photos', 'second');
    expect(again).toMatchObject({ code: 'CONFLICT' });
    await ended('SWITCHED');
    expect(await start('photos', 'first')).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('undo') });
    expect((await refusal(LAST.replace('failures', 'failures(first: 0)'))).code).toBe('BAD_USER_INPUT');
    const hidden = `migrated-${'0'.repeat(32)}`;
    expect((await refusal(`mutation { createCollection(name: "${hidden}") { name } }`)).code).toBe('BAD_USER_INPUT');
  });

  describe('from the command line', () => {
    const main = fileURLToPath(new URL('../apps/cli/src/main.ts', import.meta.url));
    const run = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
      new Promise((resolve) => {
        const command = ['--conditions=clipgraph-source', main, 'migrate', 'photos', '--url', gateway.url, ...args];
        execFile(process.execPath, command, (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }));
      });

    it('waits for the switch, goes back, and says how far it is', async () => {
      expect(await run('--status')).toMatchObject({ code: 1, stderr: expect.stringContaining('no migration') });
      const { code, stdout } = await run('--model', 'second');
      expect(code).toBe(0);
      expect(stdout).toMatch(/^photos: second answers, with 24 of 24 assets\. The vectors of first are kept/);
      expect((await run('--undo')).stdout).toBe('photos: undone, first answers.\n');
      expect(JSON.parse((await run('--status', '--json')).stdout)).toMatchObject({ state: 'UNDONE', toModel: 'first', total: 24 });
      expect((await run('--model', 'second', '--json')).code).toBe(0);
      expect((await run('--forget')).stdout).toBe('photos: second answers; the vectors of first are deleted.\n');
    });

    it('names what failed, and goes on without it when told to', async () => {
      await rm(join(gateway.config.dataDir, 'images', (await files())[0]!));
      const { failures } = JSON.parse((await run('--model', 'second', '--json')).stdout) as Migration;
      expect(failures).toHaveLength(1);
      const { code, stdout, stderr } = await run('--model', 'second');
      expect(code).toBe(1);
      expect(stdout).toContain('not switched');
      expect(stderr).toContain(failures[0]!.key);
      expect(await run('--model', 'second', '--allow-failures')).toMatchObject({ code: 0, stdout: expect.stringContaining('23 of 24') });
    });

    it('says what is missing or wrong', async () => {
      expect(await run()).toMatchObject({ code: 2, stderr: expect.stringContaining('--model') });
      expect((await run('--model', 'second', '--undo')).code).toBe(2);
      expect((await run('--forget', '--allow-failures')).code).toBe(2);
      expect(await run('--model', 'third')).toMatchObject({ code: 1, stderr: expect.stringContaining('first, second') });
    });
  });
});
