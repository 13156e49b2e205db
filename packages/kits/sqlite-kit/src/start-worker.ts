import { Worker } from 'node:worker_threads';

export interface WorkerStart {
  /** Of the thread, for those who look at it from outside. */
  readonly name: string;
  readonly workerData: unknown;
}

/**
 * Starts `worker.ts`, or in a build `worker.js`, beside the file whose `import.meta.url` is given. From the sources Node strips the
 * types itself, and the condition finds the sources of other packages.
 */
export function startWorker(beside: string, { name, workerData }: WorkerStart): Worker {
  const fromSource = beside.endsWith('.ts');
  return new Worker(new URL(fromSource ? './worker.ts' : './worker.js', beside), {
    name,
    workerData,
    execArgv: [...(fromSource ? ['--conditions=clipgraph-source'] : []), '--disable-warning=ExperimentalWarning'],
  });
}
