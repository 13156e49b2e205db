import { expect, it } from 'vitest';

import { howStarted } from './how-started.ts';

it.each([
  ['in this repository', { npm_command: 'run-script', npm_lifecycle_event: 'clipgraph' }, 'npm run clipgraph --', 'npm start'],
  ['by npx', { npm_command: 'exec', npm_lifecycle_event: 'npx' }, 'npx clipgraph', 'npx clipgraph serve'],
  ["by a script of the reader's own", { npm_command: 'run-script', npm_lifecycle_event: 'start' }, 'npx clipgraph', 'npx clipgraph serve'],
  ['by its path', {}, 'npx clipgraph', 'npx clipgraph serve'],
])('advice can be typed where the command line was started %s', (_how, env, command, serve) => {
  expect(howStarted(env)).toEqual({ command, serve });
});
