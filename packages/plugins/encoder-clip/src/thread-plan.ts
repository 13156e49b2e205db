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

export interface WantedWorkers {
  readonly workers?: number;
  readonly threadsPerWorker?: number;
}

/** Workers may hold weights up to this share of the memory; a session takes a little more than its file. */
const MEMORY_SHARE = 0.25;
const SESSION_PER_FILE = 1.3;

/**
 * How many threads each worker has: one worker of one thread for each core, which is fastest, as long as their copies of
 * the weights fit; else fewer workers that share the cores, those left over going to the first.
 */
export function threadPlan({ cores, memoryBytes }: Machine, weightsBytes: number, wanted: WantedWorkers = {}): readonly number[] {
  const fitting = Math.floor((memoryBytes * MEMORY_SHARE) / (weightsBytes * SESSION_PER_FILE));
  const workers = wanted.workers ?? Math.max(1, Math.min(cores, fitting));
  return Array.from({ length: workers }, (_, worker) => wanted.threadsPerWorker ?? share(cores, workers, worker));
}

/** Fair shares for several models in one process: at least one core each, the ones left over to the first models. */
export function machineShares({ cores, memoryBytes }: Machine, models: number): Machine[] {
  return Array.from({ length: models }, (_, index) => ({
    cores: share(cores, models, index),
    memoryBytes: memoryBytes / models,
  }));
}

/** At least one. */
function share(cores: number, parts: number, part: number): number {
  return Math.max(1, Math.floor(cores / parts) + (part < cores % parts ? 1 : 0));
}
