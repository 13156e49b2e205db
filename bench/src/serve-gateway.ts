import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { gatewayClient, type GatewayClient } from './gateway-client.ts';

export interface GatewayUsage {
  readonly rssBytes: number;
  /** Processor time since the start, over all threads. */
  readonly cpuMs: number;
}

export interface ServedGateway extends GatewayClient {
  usage(): Promise<GatewayUsage>;
  close(): Promise<void>;
}

/** A gateway in a process of its own, known by its address and its process. */
export async function startServed(): Promise<{ url: string; pid: number; close(): Promise<void> }> {
  const { child, url, close } = await started(['mini']);
  return { url, pid: child.pid!, close };
}

/** Starts a gateway in a process of its own, without the cache of image vectors. */
export async function serveGateway(model = 'mini', modelsDir?: string): Promise<ServedGateway> {
  const { child, url, answer, close } = await started(modelsDir === undefined ? [model] : [model, modelsDir]);
  return {
    ...gatewayClient(url),
    async usage() {
      child.send('usage');
      return answer<GatewayUsage>();
    },
    close,
  };
}

async function started(args: readonly string[]) {
  const child = fork(fileURLToPath(new URL('served-gateway.ts', import.meta.url)), args);
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The gateway ended with ${String(code)}.`)));
  gone.catch(() => {});
  const answer = async <Value>(): Promise<Value> => ((await Promise.race([once(child, 'message'), gone])) as [Value])[0];
  const url = await answer<string>();

  return {
    child,
    url,
    answer,
    async close() {
      const exit = once(child, 'exit');
      child.send('close');
      await exit;
    },
  };
}
