import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { crc32, deflateSync } from 'node:zlib';

import { clipgraph, type ClipgraphClient } from '@clipgraph/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { runHere } from './testing/in-process.ts';
import { finished, start, type Finished } from './testing/processes.ts';

/** The command line, against the real server as a process of its own, which `clipgraph serve` starts. */
const KEY = 'a-key-for-this-test';
const temporary: string[] = [];

/** A server on a data folder of its own, which survives it. */
class TestServer {
  readonly dataDir: string;
  url = '';
  private child: ChildProcess | undefined;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  async start(): Promise<void> {
    const port = this.url === '' ? '0' : new URL(this.url).port;
    const settings = { CLIPGRAPH_API_KEYS: KEY, CLIPGRAPH_GALLERY: 'off', CLIPGRAPH_LOG_LEVEL: 'error' };
    const child = start(['serve', '--port', port, '--data-dir', this.dataDir], settings);
    this.child = child;
    child.stderr!.pipe(process.stderr);
    for await (const text of child.stdout!.setEncoding('utf8') as AsyncIterable<string>) {
      const url = /(http:\S+)\/graphql/.exec(text)?.[1];
      if (url === undefined) continue;
      this.url = url;
      break;
    }
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.child || this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    await exit;
  }
}

let server: TestServer;
let client: ClipgraphClient;

const settings = (): Record<string, string> => ({ CLIPGRAPH_URL: server.url, CLIPGRAPH_API_KEY: KEY });

function begin(...args: string[]): ChildProcess {
  return start(args, settings());
}

/** As a process: for one command of each exit code, for what is stopped, and for what is piped. */
function runProcess(...args: string[]): Promise<Finished> {
  return finished(begin(...args));
}

/** Without a process, whose start takes longer than most commands. */
function run(...args: string[]): Promise<Finished> {
  return runHere(args, settings());
}

/** A PNG of random pixels around a colour, each one different. */
function picture(side = 24, colour: readonly [number, number, number] = [128, 128, 128]): Buffer {
  const rows = Buffer.alloc(side * (1 + side * 3));
  for (let i = 0; i < rows.length; i++) {
    const column = i % (1 + side * 3);
    rows[i] = column === 0 ? 0 : colour[(column - 1) % 3]! + Math.floor(Math.random() * 64) - 32;
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

async function folderOf(files: Record<string, Buffer | string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'clipgraph-cli-'));
  temporary.push(folder);
  for (const [key, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, key)), { recursive: true });
    await writeFile(join(folder, key), content);
  }
  return folder;
}

/** More than are indexed between the first one and a signal. */
const MANY = 160;
const manyPictures = (count: number): Promise<string> =>
  folderOf(Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i % 7}/${i}.png`, picture()])));

async function countOf(collection: string): Promise<number> {
  return (await client.collection(collection))?.count ?? 0;
}

/** Resolves once some, and most likely not yet all, are indexed. */
async function someIndexed(collection: string): Promise<void> {
  while ((await countOf(collection)) === 0) await sleep(5);
}

const tallyOf = ({
  stdout,
}: Finished): { indexed: number; skipped: number; failed: { key: string; code: string }[]; interrupted: boolean } => JSON.parse(stdout);

beforeAll(async () => {
  server = new TestServer(await folderOf({}));
  await server.start();
  client = clipgraph({ url: server.url, apiKey: KEY });
});

afterAll(async () => {
  await server.end('SIGTERM');
  for (const path of temporary) await rm(path, { recursive: true, force: true });
});

describe('clipgraph index', () => {
  it('makes the collection and indexes a folder with the ones below it', async () => {
    const folder = await folderOf({ 'a.png': picture(), 'x/y/b.PNG': picture(), 'x/notes.txt': 'no image', '.c.png': picture() });
    const result = await runProcess('index', folder, '--collection', 'fresh');
    expect(result).toMatchObject({ code: 0, stdout: expect.stringMatching(/^fresh: 2 indexed, 0 unchanged, 0 failed, in \d+ s\.\n$/) });
    const page = await client.assets({ collection: 'fresh' });
    expect(page!.edges.map(({ node }) => [node.key, node.payload])).toEqual([
      ['a.png', { folder: '', file: 'a.png', bytes: expect.any(Number), modified: expect.stringMatching(/^\d{4}-.*Z$/) }],
      ['x/y/b.PNG', { folder: 'x/y', file: 'b.PNG', bytes: expect.any(Number), modified: expect.any(String) }],
    ]);
  });

  it('makes a collection that embeds in crops, goes on with it, and refuses other crops', async () => {
    const folder = await folderOf({ 'a.png': picture(300), 'b.png': picture(300) });
    const crops = ['--crops', '3', '--keep', 'each'];
    expect(tallyOf(await run('index', folder, '--collection', 'maps', '--json', ...crops))).toMatchObject({ indexed: 2, failed: [] });
    expect((await client.collection('maps'))?.crops).toEqual({ levels: 3, keep: 'EACH' });
    const query = '{ search(collection: "maps", query: { text: "grey" }) { edges { crop { width } } } }';
    type Answer = { search: { edges: { crop: { width: number } | null }[] } };
    expect((await client.query<Answer>(query)).search.edges).toHaveLength(2);
    for (const same of [[], crops]) {
      expect(tallyOf(await run('index', folder, '--collection', 'maps', '--json', ...same))).toMatchObject({ skipped: 2 });
    }
    for (const other of [
      ['--crops', '2'],
      ['--keep', 'each'],
      ['--crops', '1'],
      ['--crops', '3', '--keep', 'all'],
    ]) {
      const { code, stderr } = await run('index', folder, '--collection', 'maps', ...other);
      expect([code, stderr]).toEqual([2, expect.stringMatching(/--crops|--keep/)]);
    }
  });

  it('skips what is there already, and indexes what is new or changed', async () => {
    const folder = await folderOf({ 'a.png': picture(), 'b.png': picture() });
    await run('index', folder, '--collection', 'again');
    expect(tallyOf(await run('index', folder, '--collection', 'again', '--json'))).toMatchObject({ indexed: 0, skipped: 2 });

    const changed = picture();
    await writeFile(join(folder, 'b.png'), changed);
    await writeFile(join(folder, 'c.png'), picture());
    expect(tallyOf(await run('index', folder, '--collection', 'again', '--json'))).toMatchObject({ indexed: 2, skipped: 1, failed: [] });
    const { edges } = (await client.assets({ collection: 'again', filter: { must: [{ keys: ['b.png'] }] } }))!;
    expect(edges[0]!.node.payload['bytes']).toBe(changed.length);
  });

  it('leaves nothing in the room that the server has for uploads', async ({ skip }) => {
    const canDelete = await client.deleteUpload('none').then(
      () => true,
      () => false,
    );
    skip(!canDelete, 'this gateway has no DELETE /uploads/<id>: uploads stay until they expire');
    const folder = await folderOf({ 'a.png': picture(), 'broken.png': picture().subarray(0, 60) });
    await run('index', folder, '--collection', 'tidy');
    await run('search', 'tidy', '--image', join(folder, 'a.png'));
    await run('classify', join(folder, 'a.png'), 'cat', 'dog');
    expect(await readdir(join(server.dataDir, 'uploads'))).toEqual([]);
  });

  it('says of each file that failed why, and indexes the ones between', async () => {
    const folder = await folderOf({
      'a.png': picture(),
      'broken.png': picture().subarray(0, 60),
      'empty.jpg': '',
      'huge.png': Buffer.concat([picture(), Buffer.alloc(21 * 1024 * 1024, 1)]),
      'text.jpg': 'This is no image, whatever its name is.',
      'z.png': picture(),
    });
    await symlink(join(folder, 'gone'), join(folder, 'vanished.png'));
    const tally = await run('index', folder, '--collection', 'mixed', '--json');
    expect(tally.code).toBe(1);
    expect(tallyOf(tally)).toMatchObject({ indexed: 2, skipped: 0 });
    const codes = Object.fromEntries(tallyOf(tally).failed.map(({ key, code }) => [key, code]));
    expect(codes).toEqual({
      'broken.png': 'CORRUPT',
      'empty.jpg': 'EMPTY',
      'huge.png': 'TOO_LARGE',
      'text.jpg': 'UNSUPPORTED_FORMAT',
      'vanished.png': 'VANISHED',
    });

    const text = await run('index', folder, '--collection', 'mixed');
    expect(text.stdout).toContain('mixed: 0 indexed, 2 unchanged, 5 failed');
    expect(text.stderr).toMatch(/text\.jpg +UNSUPPORTED_FORMAT +\S/);
  });

  it('finishes what is in flight at Ctrl-C, and the same command resumes', async () => {
    const folder = await manyPictures(MANY);
    const command = ['index', folder, '--collection', 'stopped', '--concurrency', '1', '--json'];
    const child = begin(...command);
    const ending = finished(child);
    await someIndexed('stopped');
    child.kill('SIGINT');
    const stopped = await ending;
    expect(stopped.code).toBe(130);
    const { indexed, failed, interrupted } = tallyOf(stopped);
    expect({ failed, interrupted }).toEqual({ failed: [], interrupted: true });
    expect(indexed).toBeLessThan(MANY);
    expect(await countOf('stopped')).toBe(indexed);

    const resumed = await runProcess(...command);
    expect(resumed.code).toBe(0);
    expect(tallyOf(resumed)).toMatchObject({ indexed: MANY - indexed, skipped: indexed, interrupted: false });
  });

  it('waits for a server that is killed and started again', async () => {
    const folder = await manyPictures(MANY);
    const child = begin('index', folder, '--collection', 'restarted', '--json');
    const ending = finished(child);
    await someIndexed('restarted');
    await server.end('SIGKILL');
    await server.start();
    const result = await ending;
    expect(result).toMatchObject({ code: 0 });
    expect(tallyOf(result)).toMatchObject({ failed: [] });
    expect(await countOf('restarted')).toBe(MANY);
  });

  it('refuses a folder that is none, and a name that no collection can have', async () => {
    expect(await runProcess('index', '/no/such/folder', '--collection', 'x')).toMatchObject({ code: 2, stdout: '' });
    const folder = await folderOf({ 'a.png': picture() });
    expect(await run('index', folder, '--collection', 'no name')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('BAD_USER_INPUT'),
    });
  });
});

describe('clipgraph search', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await folderOf({ 'red.png': picture(64, [200, 40, 40]), 'x/blue.png': picture(64, [40, 40, 200]), 'x/grey.png': picture(64) });
    await run('index', folder, '--collection', 'colours');
  });

  it('finds a picture by itself, in a table', async () => {
    const { code, stdout } = await run('search', 'colours', '--image', join(folder, 'red.png'));
    expect(code).toBe(0);
    expect(stdout.split('\n').slice(0, 2)).toEqual(['cosine  key', '1.0000  red.png']);
    expect(stdout.trim().split('\n')).toHaveLength(4);
  });

  it('takes a text, a limit and a filter, and gives JSON', async () => {
    const filter = JSON.stringify({ must: [{ match: { field: 'folder', value: 'x' } }] });
    const { code, stdout } = await run('search', 'colours', 'something blue', '--limit', '1', '--filter', filter, '--json');
    expect(code).toBe(0);
    const hits: unknown = JSON.parse(stdout);
    expect(hits).toEqual([
      {
        score: expect.any(Number),
        cosine: expect.any(Number),
        key: expect.stringMatching(/^x\//),
        id: expect.any(String),
        text: null,
        payload: expect.objectContaining({ folder: 'x' }),
        imageUrl: expect.stringContaining('/assets/'),
      },
    ]);
  });

  it('says what is missing or wrong', async () => {
    expect(await run('search', 'colours')).toMatchObject({ code: 2, stderr: expect.stringContaining('--image') });
    expect(await run('search', 'colours', 'x', '--filter', '[1]')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('JSON object'),
    });
    expect(await runProcess('search', 'nowhere', 'x')).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('NOT_FOUND') });
  });
});

describe('clipgraph recommend', () => {
  beforeAll(async () => {
    const shades = Object.fromEntries([180, 200, 220].map((red) => [`red${red}.png`, picture(64, [red, 40, 40])]));
    await run('index', await folderOf({ ...shades, 'blue.png': picture(64, [40, 40, 200]) }), '--collection', 'liked');
  });

  it('prints what is like the liked, without these', async () => {
    const { code, stdout } = await run('recommend', 'liked', '--like', 'red180.png', 'red220.png', '--limit', '2');
    expect(code).toBe(0);
    const [head, first, second] = stdout.split('\n');
    expect([head, first?.slice(8), second?.slice(8)]).toEqual(['cosine  key', 'red200.png', 'blue.png']);
  });

  it('takes dislikes and a strategy, and gives JSON', async () => {
    const { stdout } = await run('recommend', 'liked', '--like', 'red180.png', '--unlike', 'blue.png', '--strategy', 'best', '--json');
    const hits: unknown = JSON.parse(stdout);
    const hit = { score: expect.any(Number), cosine: null };
    expect(hits).toMatchObject([hit, hit]);
    expect((hits as { key: string }[]).map(({ key }) => key).sort()).toEqual(['red200.png', 'red220.png']);
  });

  it('says what is missing or wrong', async () => {
    expect(await run('recommend', 'liked')).toMatchObject({ code: 2, stderr: expect.stringContaining('--like') });
    expect(await run('recommend', 'liked', '--like', 'x', '--strategy', 'worst')).toMatchObject({ code: 2 });
    const { code, stderr } = await run('recommend', 'liked', '--like', 'red180.png', 'none');
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('like[1]') });
  });
});

describe('clipgraph classify', () => {
  it('scores a picture against labels', async () => {
    const folder = await folderOf({ 'a.png': picture() });
    const { code, stdout } = await run('classify', join(folder, 'a.png'), 'cat', 'dog');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^label +probability +cosine\n(cat|dog) .* %/);
  });

  it('answers picture by picture in JSON; a wrong one fails alone', async () => {
    const folder = await folderOf({ 'a.png': picture(), 'b.png': 'no image', 'c.png': picture().subarray(0, 60) });
    const images = ['a.png', 'b.png', 'c.png'].map((name) => join(folder, name));
    const { code, stdout } = await run('classify', ...images, '--json', '--any-of', '--labels', 'a cat', 'a dog', 'a boat');
    expect(code).toBe(1);
    const [a, b, c] = JSON.parse(stdout) as { image: string; labels?: unknown[]; error?: { code: string } }[];
    expect(a).toMatchObject({ image: images[0], labels: [{}, {}, {}], unknown: expect.any(Boolean), model: 'mini' });
    expect([b!.error!.code, c!.error!.code]).toEqual(['UNSUPPORTED_FORMAT', 'CORRUPT']);
  });
});

describe('clipgraph classifier', () => {
  it('trains from a collection, shows how well, is used by classify, and is deleted', async () => {
    const classes = { red: [200, 40, 40], blue: [40, 40, 200] } as const;
    await client.createCollection({ name: 'tones' });
    const uploads = Object.entries(classes).flatMap(([tone, colour]) =>
      Array.from({ length: 4 }, async (_, i) => ({
        key: `${tone}-${i}`,
        image: { uploadId: (await client.upload(picture(24, colour))).uploadId },
        payload: { tone: i === 3 ? 'unheard of' : tone, year: i },
      })),
    );
    await client.indexAssets({ collection: 'tones', assets: await Promise.all(uploads) });
    await client.saveClassifier({ name: 'tones', mode: 'ONE_OF', classes: [{ name: 'red' }, { name: 'blue' }] });

    const all = await run('classifier', 'train', 'tones', '--collection', 'tones', '--field', 'tone');
    expect(all).toMatchObject({ code: 0, stderr: expect.stringContaining('2 examples were left out.') });
    expect(all.stdout).toMatch(
      /^tones version 2, ONE_OF, 2 classes\n(TRAINED|ZERO_SHOT) kept: .*\n\nclass +examples +precision +recall\nred +3 /,
    );
    const filter = '{"must":[{"range":{"field":"year","lt":3}}]}';
    const some = await run('classifier', 'train', 'tones', '--collection', 'tones', '--field', 'tone', '--filter', filter, '--json');
    expect(JSON.parse(some.stdout)).toMatchObject({ skipped: 0, classifier: { version: 3, training: { examples: 6 } } });
    expect((await run('classifier', 'train', 'tones', '--collection', 'tones', '--field', 'tone', '--filter', '[1]')).code).toBe(2);

    const folder = await folderOf({ 'a.png': picture(24, classes.blue) });
    const image = join(folder, 'a.png');
    expect((await run('classify', image, '--classifier', 'tones')).stdout).toMatch(/^label +probability +cosine\n/);
    expect((await run('classify', image, '--classifier', 'tones', '--any-of')).code).toBe(2);

    expect((await run('classifier', 'list')).stdout).toMatch(/^tones +3 +ONE_OF +2 +(TRAINED|ZERO_SHOT)$/m);
    expect((await run('classifier', 'show', 'tones', '--version-number', '1')).stdout).toBe(
      'tones version 1, ONE_OF, 2 classes\n  red\n  blue\n',
    );
    expect((await run('classifier', 'delete', 'tones')).code).toBe(0);
    expect((await run('classifier', 'delete', 'tones')).code).toBe(1);
    expect(await run('classify', image, '--classifier', 'tones')).toMatchObject({ code: 1, stderr: expect.stringContaining('NOT_FOUND') });
  });

  it('trains from reviews, with what their answers mean', async () => {
    await client.query('mutation ($input: PolicyInput!) { savePolicy(input: $input) { version } }', {
      input: { name: 'reviewed', rules: [{ name: 'all', describes: ['picture'], threshold: 0, action: 'REVIEW' }] },
    });
    const colours = [
      [200, 40, 40],
      [220, 20, 60],
      [40, 40, 200],
      [20, 60, 220],
    ] as const;
    const images = colours.map((colour) => ({ base64: picture(24, colour).toString('base64') }));
    const { moderate } = await client.query<{ moderate: { id: string }[] }>(
      'mutation ($images: [ImageInput!]!) { moderate(images: $images, policy: "reviewed") { ... on ModerationVerdict { id } } }',
      { images },
    );
    for (const [index, { id: verdict }] of moderate.entries()) {
      const resolve = 'mutation ($verdict: ID!, $action: ModerationAction!) { resolveReview(verdict: $verdict, action: $action) { id } }';
      await client.query(resolve, { verdict, action: index < 2 ? 'BLOCK' : 'ALLOW' });
    }
    await client.saveClassifier({ name: 'judged', mode: 'ONE_OF', classes: [{ name: 'red' }, { name: 'blue' }] });
    const train = ['classifier', 'train', 'judged'];
    const labels = ['--label', 'BLOCK=red', '--label', 'ALLOW=blue'];
    const trained = await run(...train, '--reviews', 'reviewed', '--rule', 'all', ...labels, '--json');
    expect(JSON.parse(trained.stdout)).toMatchObject({
      skipped: 0,
      truncated: false,
      classifier: { version: 2, training: { examples: 4, classes: [{ examples: 2 }, { examples: 2 }] } },
    });
    for (const wrong of [
      [],
      ['--collection', 'x'],
      ['--reviews', 'reviewed', '--label', 'BAN=red'],
      ['--collection', 'x', '--field', 'y', ...labels],
    ]) {
      expect(await run(...train, ...wrong)).toMatchObject({ code: 2, stdout: '' });
    }
    expect(await run(...train, '--reviews', 'none', ...labels)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('No review has been decided'),
    });
  });
});

describe('clipgraph models and collections', () => {
  it('list what the server has', async () => {
    expect(await run('models')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^model .*\nmini +yes /) });
    expect(JSON.parse((await run('models', '--json')).stdout)).toMatchObject([{ name: 'mini', isDefault: true }]);
    await client.createCollection({ name: 'listed' });
    expect((await run('collections')).stdout).toMatch(/^listed +0 {2}mini$/m);
    expect(JSON.parse((await run('collections', '--json')).stdout)).toContainEqual(expect.objectContaining({ name: 'listed', count: 0 }));
  });
});

describe('clipgraph policy', () => {
  /** Many commands, one after the other. */
  const SLOW_MS = 120_000;
  const POLICY = `
name: marketplace
rules:
  - name: weapons
    describes: [handgun]
    unlike: [toy gun]
    threshold: 0.7
    action: REVIEW
  - name: known
    examples: [known.png]
    action: BLOCK
`;

  it(
    'saves a file as the next version, shows what differs, and prints what the server has',
    async () => {
      const folder = await folderOf({ 'policy.yaml': POLICY, 'known.png': picture() });
      const file = join(folder, 'policy.yaml');
      // A test before this one kills its server in the middle: what it had uploaded stays until it expires.
      const uploadsBefore = await readdir(join(server.dataDir, 'uploads'));
      expect(await run('policy', 'diff', file)).toMatchObject({ code: 1, stdout: '+ weapons\n+ known\n' });
      const first = await run('policy', 'apply', file);
      expect(first).toMatchObject({ code: 0, stdout: 'marketplace version 1 is active\n' });
      expect(await run('policy', 'apply', file)).toEqual(first);
      expect(await run('policy', 'diff', file)).toMatchObject({ code: 0, stdout: '' });

      await writeFile(file, POLICY.replace('0.7', '0.8'));
      expect(await run('policy', 'diff', file)).toMatchObject({ code: 1, stdout: '~ weapons.threshold: 0.7 -> 0.8\n' });
      expect((await run('policy', 'apply', file)).stdout).toBe('marketplace version 2 is saved; --activate lets moderate use it\n');
      expect((await run('policy', 'apply', file, '--activate')).stdout).toBe('marketplace version 2 is active\n');
      expect((await run('policy', 'diff', file, '--version-number', '1')).stdout).toBe('~ weapons.threshold: 0.7 -> 0.8\n');

      const { code, stdout, stderr } = await run('policy', 'export', 'marketplace');
      expect(code).toBe(0);
      expect(stdout).toContain('threshold: 0.8');
      expect(stderr).toContain('known has 1 examples');
      expect(await readdir(join(server.dataDir, 'uploads'))).toEqual(uploadsBefore);
    },
    SLOW_MS,
  );

  it.each(['marketplace', 'forum', 'children'])(
    'applies the policy to start with for: %s',
    async (name) => {
      const file = fileURLToPath(new URL(`../../../docs/policies/${name}.yaml`, import.meta.url));
      const result = await run('policy', 'apply', file, '--activate');
      expect(result).toMatchObject({ code: 0, stdout: expect.stringMatching(new RegExp(`^${name} version \\d is active\n$`)) });
      expect(await run('policy', 'diff', file)).toMatchObject({ code: 0, stdout: '' });
    },
    SLOW_MS,
  );

  it(
    'refuses files and names that are not there, and what the server refuses',
    async () => {
      const folder = await folderOf({ 'a.yaml': POLICY, 'b.yaml': POLICY.replace('examples: [known.png]', 'describes: [" "]') });
      expect(await run('policy', 'apply', join(folder, 'none.yaml'))).toMatchObject({ code: 2 });
      expect(await run('policy', 'apply', join(folder, 'a.yaml'))).toMatchObject({ code: 2, stderr: expect.stringContaining('known.png') });
      const refused = await run('policy', 'apply', join(folder, 'b.yaml'));
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('rules[1] (known).describes[0] is empty.') });
      expect(await run('policy', 'export', 'none')).toMatchObject({ code: 1, stdout: '' });
      expect(await run('policy', 'delete')).toMatchObject({ code: 2 });
    },
    SLOW_MS,
  );
});

describe('clipgraph verdicts export', () => {
  it('writes a file that is whole or not at all, or to stdout', async () => {
    const rules = [{ name: 'anything', describes: ['photo'], threshold: 0, action: 'REVIEW' }];
    await client.query('mutation ($input: PolicyInput!) { savePolicy(input: $input) { id } }', { input: { name: 'audited', rules } });
    const images = Array.from({ length: 3 }, () => ({ base64: picture().toString('base64') }));
    const document = 'mutation ($images: [ImageInput!]!) { moderate(images: $images, policy: "audited") { __typename } }';
    await client.query(document, { images });

    const folder = await folderOf({});
    const file = join(folder, 'verdicts.csv');
    const wanted = ['verdicts', 'export', '--policy', 'audited', '--actions', 'REVIEW,BLOCK', '--from', '2026-01-01T00:00:00Z'];
    expect(await run(...wanted, '--format', 'csv', '--out', file)).toEqual({ code: 0, stdout: '', stderr: '' });
    const table = await readFile(file, 'utf8');
    expect(table.split('\r\n')).toHaveLength(5);
    expect(table).toMatch(/^id,decidedAt,action,/);
    const { code, stdout } = await runProcess(...wanted);
    expect(code).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { policy: object }).policy)).toEqual(
      lines.map(() => ({ name: 'audited', version: 1 })),
    );
    expect(lines).toHaveLength(3);

    const refused = await run('verdicts', 'export', '--from', 'yesterday', '--out', file);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('filter.from') });
    expect(await run(...wanted, '--out', join(folder, 'none', 'a.csv'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a.csv'),
    });
    expect(await run('verdicts', 'export', '--format', 'xml')).toMatchObject({ code: 2 });
    expect(await readFile(file, 'utf8')).toBe(table);
    expect(await readdir(folder)).toEqual(['verdicts.csv']);
  }, 120_000);
});

describe('a server that does not answer as it should', () => {
  it('is not running', async () => {
    const result = await runProcess('models', '--url', 'http://127.0.0.1:9');
    expect(result).toMatchObject({
      code: 3,
      stdout: '',
      stderr: expect.stringMatching(/No server answers at http:\/\/127\.0\.0\.1:9\. .*npx clipgraph serve/),
    });
    const folder = await folderOf({ 'a.png': picture() });
    expect(await run('index', folder, '--collection', 'x', '--url', 'http://127.0.0.1:9')).toMatchObject({ code: 3 });
  });

  it('wants another key', async () => {
    const result = await runProcess('models', '--key', 'a wrong one');
    expect(result).toMatchObject({ code: 4, stderr: expect.stringContaining('CLIPGRAPH_API_KEY') });
    expect(result.stderr).not.toContain('a wrong one');
  });

  it('is something else', async () => {
    const other = createServer((_request, response) => void response.end('<h1>Hello</h1>')).listen(0, '127.0.0.1');
    await once(other, 'listening');
    const result = await run('collections', '--url', `http://127.0.0.1:${(other.address() as AddressInfo).port}`);
    other.close();
    expect(result).toMatchObject({ code: 3, stderr: expect.stringContaining('not a clipgraph server') });
  });
});

describe('clipgraph serve', () => {
  it('tells of an option as one, and of what is in the composition by its name', async () => {
    const folder = await folderOf({
      'code.mjs': `export default { encoders: [clip({ model: 'mini2' })], vectors: sqliteVectors(), documents: sqliteDocuments(), pictures: pictureFolder(), modules: [embed()] };`,
    });
    const server = fileURLToPath(new URL('../../server/src/index.ts', import.meta.url));
    const code = join(folder, 'code.mjs');
    const imports = `import { clip, embed, pictureFolder, sqliteDocuments, sqliteVectors } from ${JSON.stringify(server)};\n`;
    await writeFile(code, imports + (await readFile(code, 'utf8')));
    const serve = (...args: string[]) => finished(start(['serve', '--port', '0', '--data-dir', join(folder, 'data'), ...args]));

    const missing = await serve('--model', 'mini2');
    expect(missing.code).toBe(2);
    expect(missing.stderr).toMatch(/--model: there is no model "mini2" .*: npx clipgraph models add mini2\n$/);
    const given = await serve('--config', code);
    expect(given.stderr).toContain('The encoder clip cannot be opened: clip({ model }): there is no model "mini2"');
    await writeFile(
      code,
      (await readFile(code, 'utf8')).replace("clip({ model: 'mini2' })", "{ contract: 1, name: 'own', open: async () => [] }"),
    );
    const other = await serve('--config', code, '--model', 'mini');
    expect(other.stderr).toContain('--model belongs to clip, which is not in the composition.\nThere are these: CLIPGRAPH_API_KEY,');
    expect(other.stderr).toContain(' CLIPGRAPH_PORT,');
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const refused = await finished(start(['serve', '--port', String(port), '--data-dir', join(folder, 'data')]));
    taken.close();
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(`Port ${port} is taken`) });
    expect(refused.stderr).toMatch(/set another port: --port=\d+\n$/);
  });

  it('refuses settings that cannot be used', async () => {
    const result = await finished(start(['serve', '--host', '0.0.0.0']));
    expect(result).toMatchObject({ code: 2, stderr: expect.stringContaining('CLIPGRAPH_API_KEYS') });
  });
});
