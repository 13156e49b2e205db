import { describe, expect, it } from 'vitest';

import type { GatewayConfig } from '@clipgraph/gateway';
import { ConfigError, isLoopback, readSettings } from '@clipgraph/gateway';
import { qdrantFromEnvironment } from '@clipgraph/store-qdrant';

import { defaultGateway } from './clipgraph.config.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** What the default gateway makes of an environment: the server's settings, and those of each plugin and module by its name. */
function readAll(env: Env): { config: GatewayConfig; of: (name: string) => Readonly<Record<string, unknown>> } {
  const { composition, config, valuesOf } = readSettings({ composition: defaultGateway, env });
  const { encoders, vectors, documents, pictures, modules } = composition;
  const parts = [...encoders, vectors, documents, pictures, ...modules];
  return { config, of: (name) => valuesOf(parts.find((part) => part.name === name)!) };
}

const readConfig = (env: Env): GatewayConfig => readAll(env).config;

describe('the settings of the default gateway', () => {
  it('has a default for everything', () => {
    const { config, of } = readAll({});
    expect(config).toMatchObject({ host: '127.0.0.1', port: 4000, apiKeys: [], logLevel: 'info', federation: false });
    expect(of('clip')).toMatchObject({ models: ['mini'] });
    expect(of('gallery')).toEqual({ samples: true });
    expect(of('moderation')).toMatchObject({ verdictDays: 365, reviewVectors: true });
    expect(of('moderation')['webhookUrl']).toBeUndefined();
  });

  it('reads lists, flags and addresses', () => {
    const { config, of } = readAll({
      CLIPGRAPH_API_KEYS: 'first-key-0123456, shop@acme:second-key-012345',
      CLIPGRAPH_FETCH_ALLOW: 'images.internal,10.0.0.5:9000',
      CLIPGRAPH_FEDERATION: '1',
      CLIPGRAPH_GALLERY: 'off',
      CLIPGRAPH_WEBHOOK_URL: 'https://shop.example.com/hook',
      CLIPGRAPH_WEBHOOK_SECRET: 'a-secret-of-both-sides',
      CLIPGRAPH_PUBLIC_URL: 'https://photos.example.com/',
    });
    expect(config.apiKeys).toEqual([{ key: 'first-key-0123456' }, { key: 'second-key-012345', name: 'shop', tenant: 'acme' }]);
    expect(config.fetchAllow).toEqual(['images.internal', '10.0.0.5:9000']);
    expect(config.federation).toBe(true);
    expect(of('gallery')).toEqual({ samples: false });
    expect(of('moderation')).toMatchObject({ webhookUrl: 'https://shop.example.com/hook', webhookSecret: 'a-secret-of-both-sides' });
    expect(config.publicUrl).toBe('https://photos.example.com');
  });

  it('keeps vectors in Qdrant when it knows an address', () => {
    const env = { QDRANT_URL: 'http://qdrant:6333', QDRANT_API_KEY: 'k', QDRANT_RANGE_FIELDS: 'price, year' };
    expect(readAll(env).of('qdrant')).toMatchObject({ url: 'http://qdrant:6333', apiKey: 'k', rangeFields: ['price', 'year'] });
    expect(qdrantFromEnvironment({})).toBeUndefined();
    expect(qdrantFromEnvironment(env)).toEqual({ url: 'http://qdrant:6333', apiKey: 'k', rangeFields: ['price', 'year'] });
    expect(qdrantFromEnvironment(env, 'acme')).toMatchObject({ tenant: 'acme' });
    const wrong = {
      QDRANT_URL: 'secret@nowhere',
      QDRANT_SHARD_NUMBER: '0',
      QDRANT_ON_DISK_VECTORS: 'maybe',
      QDRANT_STRICT_MODE: 'yes',
      QDRANT_SHARED_COLLECTIONS: '1',
      QDRANT_QUANTIZATION: 'strong',
    };
    for (const name of Object.keys(wrong)) expect(() => readConfig(wrong)).toThrow(name);
    expect(() => readConfig(wrong)).not.toThrow('secret');
  });

  it('refuses to be reachable by others without a key', () => {
    expect(() => readConfig({ CLIPGRAPH_HOST: '0.0.0.0' })).toThrow(/CLIPGRAPH_API_KEYS/);
    expect(readConfig({ CLIPGRAPH_HOST: '0.0.0.0', CLIPGRAPH_API_KEYS: 'a-key-0123456789' }).host).toBe('0.0.0.0');
  });

  it('lists every problem at once, misspelt names included', () => {
    const read = (): unknown =>
      readConfig({
        CLIPGRAPH_PORT: '80000',
        CLIPGRAPH_LOG_LEVEL: 'loud',
        CLIPGRAPH_VECTOR_CACHE_MB: 'much',
        CLIPGRAPH_DATADIR: '/x',
        CLIPGRAPH_GALLERY: 'maybe',
        CLIPGRAPH_WEBHOOK_URL: 'http://shop.example.com',
        CLIPGRAPH_API_KEYS: 'short',
      });
    expect(read).toThrow(ConfigError);
    const wrong = ['VECTOR_CACHE_MB', 'PORT', 'LOG_LEVEL', 'DATADIR', 'GALLERY', 'WEBHOOK_SECRET', 'API_KEYS'];
    for (const name of wrong) expect(read).toThrow(`CLIPGRAPH_${name}`);
  });

  it.each([
    [{ CLIPGRAPH_VERDICT_DAYS: '0', CLIPGRAPH_WEBHOOK_URL: 'shop.example.com' }, ['VERDICT_DAYS', 'WEBHOOK_URL']],
    [{ CLIPGRAPH_WEBHOOK_URL: 'http://shop.example.com', CLIPGRAPH_WEBHOOK_SECRET: 'short' }, ['WEBHOOK_SECRET']],
  ])('names every setting of moderation that cannot be: %j', (env, wrong) => {
    for (const name of wrong) expect(() => readAll(env)).toThrow(`CLIPGRAPH_${name}`);
  });

  it('takes several models, the first of them the default, and no path', () => {
    const models = (CLIPGRAPH_MODEL: string): readonly string[] => readAll({ CLIPGRAPH_MODEL }).of('clip')['models'] as readonly string[];
    expect(models('clip-vit-base-patch32:quantized, mini')).toEqual(['clip-vit-base-patch32:quantized', 'mini']);
    for (const wrong of ['mini,mini', '../secret', 'a/b', 'mini:', ':quantized', 'mini:a:b', ',']) {
      expect(() => models(wrong), wrong).toThrow(/CLIPGRAPH_MODEL/);
    }
  });

  it('has a cache of vectors, or none', () => {
    const bytes = (CLIPGRAPH_VECTOR_CACHE_MB?: string): number => readConfig({ CLIPGRAPH_VECTOR_CACHE_MB }).vectorCacheBytes;
    expect([bytes(), bytes('1'), bytes('0')]).toEqual([256 * 2 ** 20, 2 ** 20, 0]);
  });

  it('knows loopback addresses', () => {
    expect(['127.0.0.1', '127.8.8.8', '::1', 'localhost'].every(isLoopback)).toBe(true);
    expect(['0.0.0.0', '::', '192.168.1.4', 'example.com', '127.0.0.1.example.com'].some(isLoopback)).toBe(false);
  });
});
