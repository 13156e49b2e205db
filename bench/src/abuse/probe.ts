export interface ProbeResult {
  readonly p99: number;
  readonly failed: number;
  readonly text: string;
}

/** Asks ten times a second, whether the last one was answered or not, until the end. */
export async function probe(endsAt: number, ask: () => Promise<Response>): Promise<ProbeResult> {
  const times: number[] = [];
  const asking: Promise<void>[] = [];
  let failed = 0;
  while (performance.now() < endsAt) {
    const startedAt = performance.now();
    const one = async (): Promise<void> => {
      const response = await ask();
      await response.arrayBuffer();
      if (response.ok) times.push(performance.now() - startedAt);
      else failed++;
    };
    asking.push(one().catch(() => void failed++));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await Promise.all(asking);
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Infinity;
  const text = `p50 ${at(0.5).toFixed(0)} p99 ${at(0.99).toFixed(0)} most ${at(1).toFixed(0)} of ${times.length}, failed ${failed},`;
  return { p99: at(0.99), failed, text };
}
