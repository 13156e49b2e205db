/// <reference lib="dom" />
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { GatewayModule } from '@clipgraph/contracts';
import { startGateway } from '@clipgraph/gateway';
import { classify, clip, embed, pictureFolder, search, sqliteDocuments, sqliteVectors } from '@clipgraph/server';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testGateway, type TestGateway } from './gateway.ts';
import { base64, pictures, type Picture } from './pictures.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
});
if (!CHROMIUM) process.stderr.write('Skipped: test/browser.test.ts needs Chromium.\n');

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.runIf(CHROMIUM)('the page at /, in a real browser', () => {
  let photos: Picture[];
  let gateway: TestGateway;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    photos = await pictures(30, 900);
    gateway = await testGateway();
    await gateway.data('mutation { createCollection(name: "photos") { name } }');
    await gateway.data('mutation ($assets: [AssetInput!]!) { indexAssets(collection: "photos", assets: $assets) { __typename } }', {
      assets: photos.map(({ key, bytes, scene }) => ({ key, image: { base64: base64(bytes) }, text: scene.captions[0] })),
    });
    browser = await chromium.launch({ executablePath: CHROMIUM!, args: QUIET });
    page = await browser.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(gateway.url);
  });
  afterAll(async () => {
    await browser.close();
    await gateway.close();
  });

  const status = async (text: RegExp): Promise<void> => {
    await page.waitForFunction((source) => new RegExp(source).test(document.querySelector('#status')!.textContent!), text.source);
  };

  it('searches by text and shows every picture it found', async () => {
    await page.waitForSelector('#collection option', { state: 'attached' });
    await page.fill('#text', 'something red');
    await page.click('text=Search');
    await status(/^24 of 30/);
    const images = page.locator('#results img');
    await images.last().scrollIntoViewIfNeeded();
    await page.waitForFunction(() => [...document.images].every((image) => image.complete));
    expect(await images.evaluateAll((all) => all.every((image) => (image as HTMLImageElement).naturalWidth > 0))).toBe(true);
  });

  it('goes on to the rest', async () => {
    await page.click('#more');
    await status(/^30 of 30/);
    expect(await page.isHidden('#more')).toBe(true);
  });

  it('searches by a picture of the visitor, and shows what is similar to a result', async () => {
    const photo = photos[4]!;
    await page.setInputFiles('#picture', { name: 'photo', mimeType: 'image/webp', buffer: Buffer.from(photo.bytes) });
    await status(/^24 of 30/);
    expect(await page.textContent('#results li:first-child small')).toContain(photo.key);
    await page.click('#results li:first-child button');
    await status(/of 29/);
  });

  it('names what a picture shows, and tries rules on it as they are written, keeping nothing', async () => {
    const said = async (text: RegExp): Promise<void> => {
      await page.waitForFunction((source) => new RegExp(source).test(document.querySelector('#look-status')!.textContent!), text.source);
    };
    await page.click('text=Try the rules');
    await said(/Choose a picture first/);
    const photo = photos[1]!;
    await page.setInputFiles('#one', { name: 'photo', mimeType: 'image/png', buffer: Buffer.from(photo.bytes) });
    await said(/The picture fits/);
    expect(await page.locator('#tags li').count()).toBe(8);
    expect(await page.locator('#findings li').count()).toBe(3);
    await page.waitForFunction(() => (document.querySelector('#seen') as HTMLImageElement).naturalWidth > 0);

    await page.fill('#rule-text', 'what it shows: a page of text, a drawing\n\nnonsense: a drawing');
    await page.click('text=Try the rules');
    await said(/The picture fits (?:[12] of 2 rules|no rule)\./);
    const rules = await page.locator('#findings li').allTextContents();
    expect(rules).toHaveLength(2);
    expect(rules[0]).toMatch(/^what it shows (a drawing|a page of text)\d+ %$/);
    const meters = await page.locator('#findings meter').evaluateAll((all) => all.map((meter) => (meter as HTMLMeterElement).value));
    expect(meters.every((value) => value >= 0 && value <= 1)).toBe(true);
    // The best of two descriptions is at least as likely as the one.
    expect(meters[0]).toBeGreaterThanOrEqual(meters[1]!);

    await page.fill('#rule-text', 'no colon');
    await page.click('text=Try the rules');
    await said(/“no colon” is not/);
    expect(await page.getAttribute('#look-status', 'class')).toContain('problem');
    expect(await gateway.data('{ policies { name } verdicts { nodes { id } } }')).toEqual({ policies: [], verdicts: { nodes: [] } });
  });

  it('shows what a composition can answer, and nothing else', async () => {
    const open = async (modules: readonly GatewayModule[]): Promise<Record<string, boolean>> => {
      const dataDir = await mkdtemp(join(tmpdir(), 'clipgraph-page-'));
      const stores = { vectors: sqliteVectors(), documents: sqliteDocuments(), pictures: pictureFolder() };
      const composition = { encoders: [clip()], ...stores, modules };
      const server = await startGateway({ composition, env: {}, config: { port: 0, logLevel: 'silent', dataDir } });
      const other = await browser.newPage();
      await other.goto(server.url);
      const ids = ['search', 'look', 'described', 'rules'];
      const visible = await Promise.all(ids.map((id) => other.locator(`#${id}`).isVisible()));
      await other.close();
      await server.close();
      await rm(dataDir, { recursive: true });
      return Object.fromEntries(ids.map((id, index) => [id, visible[index]!]));
    };
    expect(await open([embed(), search()])).toEqual({ search: true, look: false, described: false, rules: false });
    expect(await open([embed(), classify()])).toEqual({ search: false, look: true, described: false, rules: true });
    expect(await page.locator('#described').isVisible()).toBe(true);
  });

  it('ran without a complaint of the browser', () => {
    expect(complaints).toEqual([]);
  });

  it('tells a visitor what is wrong with a file', async () => {
    await page.setInputFiles('#picture', { name: 'notes', mimeType: 'image/png', buffer: Buffer.from('these are notes') });
    await status(/supported/);
    expect(await page.getAttribute('#status', 'class')).toContain('problem');
  });
});
