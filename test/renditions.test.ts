import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { PicturesPlugin } from '@clipgraph/contracts';
import { pictureFolder } from '@clipgraph/server';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, plainPicture } from './pictures.ts';

const INDEX = `mutation ($assets: [AssetInput!]!) {
  indexAssets(collection: "photos", assets: $assets) {
    ... on Asset { key imageHash imageUrl small: thumbnailUrl(size: 100) same: thumbnailUrl(size: 127) large: thumbnailUrl(size: 2048) }
  }
}`;

interface Indexed {
  readonly imageHash: string;
  readonly imageUrl: string;
  readonly small: string;
  readonly same: string;
  readonly large: string;
}

describe('copies of pictures', () => {
  let dataDir: string;
  let gateway: TestGateway;
  /** How often the file of a picture was read. */
  let reads = 0;
  const folder = pictureFolder();
  const counting = {
    ...folder,
    open: async (...args: Parameters<typeof folder.open>) => {
      const files = await folder.open(...args);
      return { ...files, get: (...asked: Parameters<typeof files.get>) => (reads++, files.get(...asked)) };
    },
  } as PicturesPlugin;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'renditions-'));
    gateway = await testGateway({ dataDir, parts: { pictures: counting }, limits: { renditionsBytes: 400_000 } });
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
  }, 60_000);
  afterAll(async () => {
    await gateway.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  async function indexed(key: string, image: object): Promise<Indexed> {
    const { indexAssets } = await gateway.data<{ indexAssets: Indexed[] }>(INDEX, { assets: [{ key, image }] });
    return indexAssets[0]!;
  }
  const noise = async (side: number): Promise<object> => {
    const raw = { width: side, height: side, channels: 3 } as const;
    return {
      uploadId: await gateway.upload(
        await sharp(randomBytes(side * side * 3), { raw })
          .png()
          .toBuffer(),
      ),
    };
  };
  const copies = async (): Promise<string[]> => (await readdir(join(dataDir, 'renditions'))).toSorted();

  it(
    'are made once for all who ask at once, kept on disk for their owner only, and gone with the picture',
    { timeout: 60_000 },
    async () => {
      const { imageHash, small, same } = await indexed('a', { base64: base64(await plainPicture('navy', 'png', 600)) });
      reads = 0;
      const answers = await Promise.all(Array.from({ length: 12 }, async () => fetch(small)));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      const bodies = await Promise.all(answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())));
      expect(new Set(bodies.map((body) => body.toString('hex'))).size).toBe(1);
      expect(await sharp(bodies[0]).metadata()).toMatchObject({ format: 'webp', width: 96, height: 96 });
      expect(reads).toBe(1);

      expect(await copies()).toEqual([`${imageHash}-96.webp`]);
      const { mode } = await stat(join(dataDir, 'renditions', `${imageHash}-96.webp`));
      expect(mode & 0o077).toBe(0);
      // Sizes come from a short list.
      expect(same).toBe(small);
      await gateway.restart();
      expect((await fetch(small.replace(/^http:\/\/[^/]+/, gateway.url))).status).toBe(200);
      expect(reads).toBe(1);

      await gateway.data('mutation { deleteAssets(collection: "photos", keys: ["a"]) }');
      expect(await copies()).toEqual([]);
      const gone = await fetch(small.replace(/^http:\/\/[^/]+/, gateway.url));
      expect([gone.status, await gone.json()]).toMatchObject([404, { errors: [{ extensions: { code: 'NOT_FOUND' } }] }]);
      const forged = await fetch(small.replace(/^http:\/\/[^/]+/, gateway.url).replace('/96/', '/64/'));
      expect([forged.status, await forged.json()]).toMatchObject([403, { errors: [{ extensions: { code: 'FORBIDDEN' } }] }]);
    },
  );

  it('take no more room than they may: those that were used the longest time ago go', { timeout: 60_000 }, async () => {
    const all: Indexed[] = [];
    for (const key of ['a', 'b', 'c', 'd']) all.push(await indexed(key, await noise(500)));
    for (const { large } of all) expect((await fetch(large)).status).toBe(200);
    const sizes = await Promise.all((await copies()).map(async (name) => (await stat(join(dataDir, 'renditions', name))).size));
    expect(sizes.length).toBeLessThan(4);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(400_000);
    expect((await copies()).at(-1) && (await copies()).some((name) => name.startsWith(all.at(-1)!.imageHash))).toBe(true);
    // What went is made again.
    expect((await fetch(all[0]!.large)).status).toBe(200);
  });

  it('are not made for callers who have left, and hold up nobody else', { timeout: 60_000 }, async () => {
    const { imageHash, imageUrl, small } = await indexed('large', await noise(2_400));
    const left = new AbortController();
    const viewers = Array.from({ length: 8 }, () => fetch(imageUrl, { signal: left.signal }));
    const decoded = async (): Promise<number> => {
      const text = await (await fetch(`${gateway.url}/metrics`)).text();
      return Number(/^clipgraph_budget_bytes\{budget="decoded"\} (\d+)$/m.exec(text)?.[1]);
    };
    await expect.poll(decoded, { interval: 10, timeout: 10_000 }).toBeGreaterThan(0);
    left.abort();
    for (const viewer of viewers) await expect(viewer).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(decoded).toBe(0);
    expect((await copies()).filter((name) => name === `${imageHash}-full.webp`)).toEqual([]);
    expect((await fetch(small)).status).toBe(200);
  });
});
