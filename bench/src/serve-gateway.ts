import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface GatewayUsage {
  readonly rssBytes: number;
  /** Processor time since the start, over all threads. */
  readonly cpuMs: number;
}

export interface ServedGateway {
  usage(): Promise<GatewayUsage>;
  /** Rejects when the answer has errors. */
  graphql(query: string, variables?: object): Promise<unknown>;
  /** Answers the upload's id. */
  upload(bytes: Uint8Array): Promise<string>;
  close(): Promise<void>;
}

/** Starts a gateway in a process of its own, without the cache of image vectors. */
export async function serveGateway(model = 'mini', modelsDir?: string): Promise<ServedGateway> {
  const child = fork(fileURLToPath(new URL('served-gateway.ts', import.meta.url)), modelsDir === undefined ? [model] : [model, modelsDir]);
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`The gateway ended with ${String(code)}.`)));
  gone.catch(() => {});
  const answer = async <Value>(): Promise<Value> => ((await Promise.race([once(child, 'message'), gone])) as [Value])[0];
  const url = await answer<string>();

  return {
    async usage() {
      child.send('usage');
      return answer<GatewayUsage>();
    },
    async graphql(query, variables) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      const { data, errors } = (await response.json()) as { data: unknown; errors?: unknown };
      if (errors) throw new Error(JSON.stringify(errors));
      return data;
    },
    async upload(bytes) {
      const response = await fetch(`${url}/uploads`, { method: 'POST', body: Buffer.from(bytes) });
      return ((await response.json()) as { uploadId: string }).uploadId;
    },
    async close() {
      const exit = once(child, 'exit');
      child.send('close');
      await exit;
    },
  };
}
