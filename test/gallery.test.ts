import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { CONTRACT, definePlugin, type EncoderPlugin } from '@clipgraph/contracts';
import { fakeEncoder } from '@clipgraph/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';

const SEEN = '{ collection(name: "gallery") { modelName count } }';
const MINE = 'mutation { indexAssets(collection: "gallery", assets: [{ key: "scene-001", text: "my own" }]) { __typename } }';
const CREATE = 'mutation { createCollection(name: "gallery") { name } }';

const model = (name: string): EncoderPlugin => definePlugin({ contract: CONTRACT, name, open: async () => [fakeEncoder({ name })] });

describe('the sample gallery', () => {
  let dataDir: string;
  let gateway: TestGateway;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-gallery-'));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  /** Starts, asks one after the other, and closes. */
  const visit = async (queries: readonly string[], { samples = true, name = 'first' } = {}): Promise<unknown[]> => {
    gateway = await testGateway({ dataDir, gallery: samples, parts: { encoders: [model(name)] } });
    const answers: unknown[] = [];
    for (const query of queries) answers.push(await gateway.data(query));
    await gateway.close({ keepData: true });
    return answers;
  };
  const seen = (modelName: string, count: number): object => ({ collection: { modelName, count } });

  it('leaves a collection of its name alone that somebody else made, whatever it holds', async () => {
    await visit([CREATE], { samples: false });
    expect(await visit([SEEN])).toEqual([seen('first', 0)]);
    await visit([MINE], { samples: false });
    expect(await visit([SEEN])).toEqual([seen('first', 1)]);
    expect(await visit([SEEN], { name: 'second' })).toEqual([seen('first', 1)]);
  });

  it('leaves one alone that somebody made after deleting the gallery', async () => {
    expect(await visit([SEEN])).toEqual([seen('first', 200)]);
    await visit(['mutation { deleteCollection(name: "gallery") }', CREATE]);
    expect(await visit([SEEN], { name: 'second' })).toEqual([seen('first', 0)]);
  });

  it('is made again for another model, and finished when the start before was killed in the middle', async () => {
    expect(await visit([SEEN])).toEqual([seen('first', 200)]);
    expect(await visit([SEEN], { name: 'second' })).toEqual([seen('second', 200)]);
    const note = join(dataDir, 'gallery.json');
    const { fingerprint } = JSON.parse(await readFile(note, 'utf8')) as { fingerprint: string };
    await visit(['mutation { deleteAssets(collection: "gallery", keys: ["scene-001"]) }'], { name: 'second' });
    await writeFile(note, JSON.stringify({ fingerprint, begun: true }));
    expect(await visit([SEEN], { name: 'second' })).toEqual([seen('second', 200)]);
    // A note of an earlier version, which knows less.
    await writeFile(note, JSON.stringify({ fingerprint, pictures: 200 }));
    expect(await visit([SEEN])).toEqual([seen('first', 200)]);
  });
});
