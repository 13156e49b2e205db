import { execFile } from 'node:child_process';
import { access, glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { buildSchema, parse, validate } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, pictures, type Picture } from './pictures.ts';

const ADDRESS = 'http://127.0.0.1:4000';
const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'docs/classifiers.md',
  'docs/composition.md',
  'docs/configuration.md',
  'docs/deployment.md',
  'docs/describe.md',
  'docs/federation.md',
  'docs/limits.md',
  'docs/models.md',
  'docs/moderation.md',
  'docs/stores.md',
  'docs/decisions/0029-a-gateway-is-a-composition.md',
  'docs/prices.md',
];

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = await readFile(join(root, 'README.md'), 'utf8');

const FENCED = /^```(\w*)\n([\s\S]*?)^```$/gm;

function blocks(language: string): string[] {
  return [...readme.matchAll(FENCED)].filter((found) => found[1] === language).map((found) => found[2]!);
}

describe('what the README says', () => {
  let photos: Picture[];
  let gateway: TestGateway;
  let folder: string;

  beforeAll(async () => {
    photos = await pictures(6, 70);
    folder = await mkdtemp(join(tmpdir(), 'clipgraph-readme-'));
    gateway = await testGateway();
    await gateway.data('mutation { createCollection(name: "gallery") { name } }');
    await gateway.data('mutation ($assets: [AssetInput!]!) { indexAssets(collection: "gallery", assets: $assets) { __typename } }', {
      assets: photos.map(({ key, bytes }) => ({ key, image: { base64: base64(bytes) } })),
    });
    await writeFile(join(folder, 'photo.jpg'), photos[0]!.bytes);
  });
  afterAll(async () => {
    await gateway.close();
    await rm(folder, { recursive: true });
  });

  it('runs: its JavaScript', async () => {
    const [example] = blocks('js');
    await writeFile(join(folder, 'example.mjs'), example!.replaceAll(ADDRESS, gateway.url));
    const { stdout } = await promisify(execFile)(process.execPath, ['example.mjs'], { cwd: folder });
    expect(stdout).toMatch(new RegExp(`^1\\.000 ${photos[0]!.key}`));
  });

  it('runs: the bodies of its curl commands', async () => {
    const bodies = blocks('').flatMap((block) => [...block.matchAll(/-d '(\{[\s\S]*?\})'$/gm)].map((found) => found[1]!));
    expect(bodies).toHaveLength(2);
    const uploadId = await gateway.upload(photos[1]!.bytes);
    for (const body of bodies) {
      const { query, variables } = JSON.parse(body.replace('6a1f…', uploadId)) as { query: string; variables?: Record<string, unknown> };
      const { data, errors } = await gateway.query(query, variables);
      expect(errors).toBeUndefined();
      expect(JSON.stringify(data)).not.toContain('"code"');
    }
  });

  it('names only what the schema has, in the READMEs of the packages too', async () => {
    const schema = buildSchema(await readFile(join(root, 'schema.graphql'), 'utf8'));
    const pages = await Array.fromAsync(glob('packages/**/README.md', { cwd: root, exclude: (name) => name === 'node_modules' }));
    const examples = await Promise.all(
      pages.map(async (page) => {
        const text = await readFile(join(root, page), 'utf8');
        return [...text.matchAll(FENCED)].filter((found) => found[1] === 'graphql').map((found) => ({ page, query: found[2]! }));
      }),
    );
    const wrong = examples.flat().flatMap(({ page, query }) => validate(schema, parse(query)).map(({ message }) => `${page}: ${message}`));
    expect(examples.flat().length).toBeGreaterThan(5);
    expect(wrong).toEqual([]);
  });

  it.each(PAGES)('leads somewhere: the links of %s', async (page) => {
    const text = await readFile(join(root, page), 'utf8');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map((found) => found[1]!);
    await Promise.all(links.map((link) => access(join(root, page, '..', link))));
    expect(links.every((link) => !link.startsWith('/'))).toBe(true);
  });
});
