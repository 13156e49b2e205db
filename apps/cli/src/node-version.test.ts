import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { nodeProblem } from './node-version.ts';

describe('nodeProblem', () => {
  it.each(['22.18.0', '22.19.1', '24.0.0', '100.0.0'])('takes Node %s', (version) => {
    expect(nodeProblem(version, '>=22.18')).toBeUndefined();
  });

  it.each(['20.20.2', '22.17.9', '18.0.0'])('tells what is there and what is needed: Node %s', (version) => {
    const problem = nodeProblem(version, '>=22.18');
    expect(problem).toMatch(new RegExp(`^This is Node ${version}; clipgraph needs Node 22.18 or newer. Install it from `));
    expect(problem).not.toContain('\n');
  });

  it('comes before anything that an older Node cannot load', async () => {
    const text = await readFile(new URL('main.ts', import.meta.url), 'utf8');
    const imported = [...text.matchAll(/^import .* from '(.*)';$/gm)].map(([, name]) => name);
    expect(imported).toEqual(['node:fs', './node-version.ts']);
  });
});
