import type { Gateway } from '@clipgraph/gateway';
import { describe, expect, it } from 'vitest';

import { welcomeText } from './welcome-text.ts';

const gateway = (moduleNames: readonly string[], collectionNames: readonly string[]): Gateway =>
  ({
    url: 'http://127.0.0.1:4000',
    config: { dataDir: '/data' },
    notes: ['ignored    QDRANT_URL: qdrant is not in the composition'],
    modelNames: ['mini'],
    moduleNames,
    collectionNames,
  }) as unknown as Gateway;

describe('the screen of a server that is ready', () => {
  it('offers a search of the gallery where there is one', () => {
    const text = welcomeText(gateway(['embed', 'search', 'gallery'], ['gallery']), 'npm run clipgraph --');
    expect(text).toContain('search(collection: \\"gallery\\"');
    expect(text).toContain('  npm run clipgraph -- index ~/Pictures --collection photos\n');
    expect(text).toContain('\n  ignored    QDRANT_URL: qdrant is not in the composition\n');
  });

  it('offers what there is in a composition without one', () => {
    const text = welcomeText(gateway(['embed', 'search'], []));
    expect(text).not.toContain('gallery');
    expect(text).toContain('  npx clipgraph search photos "a red boat"\n');
    expect(text).not.toContain('npm run');
  });

  it('offers no search without collections', () => {
    const text = welcomeText(gateway(['embed'], []));
    expect(text).not.toMatch(/search|index/);
    expect(text).toContain('{ __typename }');
  });
});
