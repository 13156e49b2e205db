import { configureGlobal, readConfigureGlobal } from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that the gate judges the change and not the draw.
 * `CLIPGRAPH_TEST_SEED=random npm test` looks for new cases; a number repeats what one such run found.
 */
const seed = process.env['CLIPGRAPH_TEST_SEED'] ?? '20261123';
if (seed !== 'random') configureGlobal({ ...readConfigureGlobal(), seed: Number(seed) });
