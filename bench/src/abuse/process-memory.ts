import { readFileSync, readdirSync } from 'node:fs';

/** Resident memory of a process and of those that it started, in bytes; looked at four times a second. Linux only. */
export interface ProcessMemory {
  now(): number;
  peak(): number;
  stop(): void;
}

export function processMemory(pid: number): ProcessMemory {
  let peak = 0;
  const now = (): number => {
    const sum = family(pid).reduce((bytes, one) => bytes + residentBytes(one), 0);
    peak = Math.max(peak, sum);
    return sum;
  };
  const timer = setInterval(now, 250);
  return { now, peak: () => peak, stop: () => clearInterval(timer) };
}

function family(pid: number): number[] {
  try {
    const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [pid, ...children.flatMap(family)];
  } catch {
    // It ended meanwhile.
    return [];
  }
}

function residentBytes(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
