import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command line as a process, with these settings and none of the tester's own. */
export function start(args: readonly string[], settings: Readonly<Record<string, string>> = {}): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(CLIPGRAPH_|HF_|NODE_OPTIONS$)/.test(name));
  const env = { ...Object.fromEntries(inherited), ...settings };
  return spawn(process.execPath, ['--conditions=clipgraph-source', main, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

export async function finished(child: ChildProcess): Promise<Finished> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) child[name]!.setEncoding('utf8').on('data', (text: string) => (texts[name] += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, ...texts };
}
