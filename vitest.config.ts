import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

import { defineConfig, type ViteUserConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

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
    setupFiles: [`${root}test/property-seed.ts`],
    pool: 'forks',
    // Vitest would leave one core free, of two.
    maxWorkers: availableParallelism(),
    // What Node makes of the sources is kept for the processes that tests start: servers, command lines.
    env: { NODE_COMPILE_CACHE: `${root}node_modules/.cache/node` },
    // Generous: a test may share its machine.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      // Files share a process, which reads what they import once. Each makes its own stores, servers and folders.
      { extends: true, test: { name: 'packages', include: ['packages/**/src/**/*.test.ts'], isolate: false } },
      {
        extends: true,
        test: {
          // A process each: they draw scenes, which a process that has read a picture refuses, or set what holds for a whole process.
          name: 'whole',
          include: ['training/scenes/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'examples/*/src/**/*.test.ts', 'test/**/*.test.ts'],
        },
      },
    ],
  },
});

export default config;
