import { availableParallelism, totalmem } from 'node:os';

/** What models may use. */
export interface Machine {
  readonly cores: number;
  readonly memoryBytes: number;
}

/** All of it; a container may have less memory than its host. */
export function wholeMachine(): Machine {
  return { cores: availableParallelism(), memoryBytes: Math.min(totalmem(), process.constrainedMemory() || Infinity) };
}

export interface ThreadPlan {
  readonly workers: number;
  readonly threadsPerWorker: number;
}

/** Workers may hold weights up to this share of the memory; a session takes a little more than its file. */
const MEMORY_SHARE = 0.25;
const SESSION_PER_FILE = 1.3;

/**
 * One worker of one thread for each core, which is fastest, as long as their copies of the weights fit; else
 * fewer workers that share the cores.
 */
export function threadPlan({ cores, memoryBytes }: Machine, weightsBytes: number, wanted: Partial<ThreadPlan> = {}): ThreadPlan {
  const fitting = Math.floor((memoryBytes * MEMORY_SHARE) / (weightsBytes * SESSION_PER_FILE));
  const workers = wanted.workers ?? Math.max(1, Math.min(cores, fitting));
  return { workers, threadsPerWorker: wanted.threadsPerWorker ?? Math.max(1, Math.floor(cores / workers)) };
}

/** Fair shares for several models in one process: at least one core each, the ones left over to the first models. */
export function machineShares({ cores, memoryBytes }: Machine, models: number): Machine[] {
  return Array.from({ length: models }, (_, index) => ({
    cores: Math.max(1, Math.floor(cores / models) + (index < cores % models ? 1 : 0)),
    memoryBytes: memoryBytes / models,
  }));
}
