/** What one side of a comparison did in one round. */
export interface Round {
  readonly items: number;
  readonly wallMs: number;
  /** Processor time over all threads. */
  readonly cpuMs: number;
}

/** An embedder's deadline here: neighbours may slow a round down, not end it. */
export const PATIENCE_MS = 600_000;

/** Processor time of this process since its start, in milliseconds. */
export function ownCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * Runs `work`, which answers how many items it did, and takes the time.
 * @param cpuMs processor time so far of the process that does the work
 */
export async function timed(work: () => Promise<number>, cpuMs: () => number | Promise<number> = ownCpuMs): Promise<Round> {
  const cpu = await cpuMs();
  const start = performance.now();
  const items = await work();
  const wallMs = performance.now() - start;
  return { items, wallMs, cpuMs: (await cpuMs()) - cpu };
}

/**
 * Runs the sides in turn, A B A B …, after one round of each that does not count: neighbours slow every side
 * alike, so their ratio holds where their speed does not.
 */
export async function interleaved(rounds: number, sides: Readonly<Record<string, () => Promise<number>>>): Promise<Map<string, Round[]>> {
  const timedSides = Object.entries(sides).map(([name, work]) => [name, () => timed(work)] as const);
  return await interleavedRounds(rounds, Object.fromEntries(timedSides));
}

/** The same, where each side takes the time itself. */
export async function interleavedRounds(
  rounds: number,
  sides: Readonly<Record<string, () => Promise<Round>>>,
): Promise<Map<string, Round[]>> {
  const results = new Map<string, Round[]>(Object.keys(sides).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, work] of Object.entries(sides)) {
      const measured = await work();
      if (round >= 0) results.get(name)!.push(measured);
    }
  }
  return results;
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** One line a side: items a second (median and best), CPU ms an item (median and min), and the ratio to the first side, round by round. */
export function report(title: string, results: ReadonlyMap<string, readonly Round[]>): void {
  const [base] = results.values();
  console.log(`\n${title}`);
  for (const [name, rounds] of results) {
    const rates = rounds.map(({ items, wallMs }) => (items / wallMs) * 1000);
    const cpu = rounds.map(({ items, cpuMs }) => cpuMs / items);
    const ratios = rounds.map(({ items, wallMs }, round) => items / wallMs / (base![round]!.items / base![round]!.wallMs));
    console.log(
      `  ${name.padEnd(34)} ${number(quantile(rates, 0.5))} /s median ${number(Math.max(...rates))} best   ` +
        `${number(quantile(cpu, 0.5))} CPU ms each (min ${Math.min(...cpu).toFixed(2)})   ratio ${quantile(ratios, 0.5).toFixed(2)} (min ${Math.min(...ratios).toFixed(2)})`,
    );
  }
}

function number(value: number): string {
  return value.toFixed(value < 10 ? 2 : 0).padStart(7);
}
