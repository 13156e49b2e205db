import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

import { pythonMissing, testPython } from './python.ts';

const root = new URL('../../../', import.meta.url);
const FILTERS = fileURLToPath(new URL('test/qdrant-shim/filters.py', root));
const SERVER = fileURLToPath(new URL('test/qdrant-shim/server.py', root));

/** Why the shim cannot run here, or undefined when it can. Tests print it and skip. */
export const qdrantShimMissing: string | undefined = pythonMissing('qdrant-shim');

export interface QdrantShim {
  readonly url: string;
  readonly port: number;
  /** Ends the process as a crash would. */
  kill(): Promise<void>;
}

export interface QdrantShimOptions {
  /** Default: a free one. */
  readonly port?: number;
  /** A folder that outlives the process; default: memory. */
  readonly path?: string;
}

/** A server that speaks Qdrant's REST interface over the engine of qdrant-client's local mode: `test/qdrant-shim`. */
export async function startQdrantShim({ port, path }: QdrantShimOptions = {}): Promise<QdrantShim> {
  const options = [...(port === undefined ? [] : ['--port', String(port)]), ...(path === undefined ? [] : ['--path', path])];
  const server = spawn(testPython, [SERVER, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(server, 'exit');
  const listening = new Promise<number>((resolve, reject) => {
    createInterface(server.stdout).on('line', (line) => {
      const found = /^port (\d+)$/.exec(line);
      if (found) resolve(Number(found[1]));
    });
    void exited.then(() => reject(new Error('The shim ended before it listened.')));
  });
  const listensOn = await listening;
  return {
    url: `http://127.0.0.1:${listensOn}`,
    port: listensOn,
    async kill() {
      server.kill('SIGKILL');
      await exited;
    },
  };
}

export interface EngineQuestion {
  /** As an upsert holds them, with the vector `image` alone. */
  readonly points: readonly { readonly id: string; readonly vector: { readonly image: readonly number[] }; readonly payload: object }[];
  /** Payload fields to be indexed. */
  readonly indexes: Readonly<Record<string, 'keyword' | 'float'>>;
  /** As requests hold them. */
  readonly filters: readonly object[];
}

/** The ids of the points that pass each filter, as the engine of Qdrant's server says (qdrant-edge). */
export async function askQdrantEngine(question: EngineQuestion): Promise<string[][]> {
  const engine = spawn(testPython, [FILTERS], { stdio: ['pipe', 'pipe', 'inherit'] });
  engine.stdin.end(JSON.stringify(question));
  const [answer, [code]] = await Promise.all([text(engine.stdout), once(engine, 'exit')]);
  if (code !== 0) throw new Error(`The engine ended with ${String(code)}.`);
  return JSON.parse(answer) as string[][];
}
