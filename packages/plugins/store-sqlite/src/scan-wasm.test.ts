import { expect, it } from 'vitest';
import { compileScan } from '../scripts/compile-scan.ts';
import { scanWasm } from './scan-wasm.ts';

it('the committed bytes are those of scan.wat', async () => {
  expect(await compileScan()).toContain(`'${scanWasm}'`);
});
