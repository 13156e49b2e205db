import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../../', import.meta.url);

/** The interpreter of `.venv-test`, where the reference implementations are that some tests compare with. */
export const testPython: string = fileURLToPath(
  new URL(process.platform === 'win32' ? '.venv-test/Scripts/python.exe' : '.venv-test/bin/python', root),
);

/**
 * Why the scripts of the folder `test/<name>` cannot run here, or undefined when they can. Tests print it and skip.
 * @param module what its requirements bring; looked for, not loaded
 */
export function pythonMissing(name: string, module?: string): string | undefined {
  const needs = `test/${name}: run .ci/python`;
  if (!existsSync(testPython)) return `there is no .venv-test; ${needs}`;
  if (module === undefined) return undefined;
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec(${JSON.stringify(module)}) is None)`;
  return spawnSync(testPython, ['-c', find]).status === 0 ? undefined : `.venv-test has no ${module}; ${needs}`;
}

/** Runs `test/<script>` to its end. Rejects with the script's name when it fails; what it says goes to our stderr. */
export async function runTestScript(script: string, ...args: readonly string[]): Promise<void> {
  const path = fileURLToPath(new URL(`test/${script}`, root));
  const [code] = await once(spawn(testPython, [path, ...args], { stdio: ['ignore', 'inherit', 'inherit'] }), 'exit');
  if (code !== 0) throw new Error(`test/${script} ended with ${String(code)}.`);
}
