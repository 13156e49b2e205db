/* Compiles src/scan.wat into src/scan-wasm.ts: `node packages/plugins/store-sqlite/scripts/compile-scan.ts` */
import { readFile, writeFile } from 'node:fs/promises';
import { argv } from 'node:process';
import { pathToFileURL } from 'node:url';
import wabt from 'wabt';

/** The source text that `src/scan-wasm.ts` must have. */
export async function compileScan(): Promise<string> {
  const source = await readFile(new URL('../src/scan.wat', import.meta.url), 'utf8');
  const { parseWat } = await wabt();
  const { buffer } = parseWat('scan.wat', source, { simd: true }).toBinary({});
  return [
    '/** `scan.wat` compiled, in base64; made by `scripts/compile-scan.ts`. */',
    `export const scanWasm =\n  '${Buffer.from(buffer).toString('base64')}';\n`,
  ].join('\n');
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  await writeFile(new URL('../src/scan-wasm.ts', import.meta.url), await compileScan());
}
