#!/usr/bin/env node
import { readFileSync } from 'node:fs';

import { nodeProblem } from './node-version.ts';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { engines: { node: string } };
const problem = nodeProblem(process.versions.node, engines.node);

if (problem === undefined) {
  // Not above: an older Node ends at the first import that it does not have, with a stack for an answer.
  const { runCommandLine } = await import('./command-line.ts');
  const { EXIT } = await import('./exit-codes.ts');
  // A reader that has seen enough (`clipgraph search … | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.done);
    throw error;
  });
  await runCommandLine(process.argv.slice(2));
} else {
  process.stderr.write(`clipgraph: ${problem}\n`);
  // EXIT.usage, which is not loaded.
  process.exitCode = 2;
}
