export interface Machine {
  readonly cores: number;
  readonly memoryBytes: number;
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
