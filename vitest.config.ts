import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  // Tests read the sources, so they need no build.
  resolve: {
    conditions: ['clipgraph-source'],
    // Without this, Vite loads graphql's ESM build beside the CommonJS one that Apollo requires: two realms that refuse each other.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  // Vitest hands these to its child processes too: with 'import' among them, `require` would load ES modules.
  ssr: { resolve: { conditions: ['clipgraph-source', 'node'] } },
  test: {
    include: [
      'packages/**/src/**/*.test.ts',
      'training/scenes/src/**/*.test.ts',
      'apps/*/src/**/*.test.ts',
      'examples/*/src/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    setupFiles: ['./test/property-seed.ts'],
    pool: 'forks',
    // Generous: a test may share its machine.
    testTimeout: 90_000,
    hookTimeout: 120_000,
  },
});

export default config;
