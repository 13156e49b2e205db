const WINDOW_MS = 30_000;

/** How fast something goes, from the last half minute: what was skipped long ago says nothing of what comes. */
export interface Pace {
  /** Notes how many are done in all. */
  note(done: number): void;
  /** Per second; undefined before there is anything to tell from. */
  rate(): number | undefined;
  /** Milliseconds until `total` are done, at this rate. */
  remainingMs(total: number): number | undefined;
}

export function pace(now: () => number = () => performance.now()): Pace {
  const start = { at: now(), done: 0 };
  let notes = [start];
  const latest = (): { at: number; done: number } => notes.at(-1) ?? start;
  const rate = (): number | undefined => {
    const first = notes[0]!;
    const elapsedMs = now() - first.at;
    const done = latest().done - first.done;
    return elapsedMs > 0 && done > 0 ? (done / elapsedMs) * 1000 : undefined;
  };
  return {
    note(done) {
      const at = now();
      notes.push({ at, done });
      // The newest note from before the window stays: the window is measured from it.
      const inside = notes.findIndex((note) => note.at > at - WINDOW_MS);
      if (inside > 1) notes = notes.slice(inside - 1);
    },
    rate,
    remainingMs(total) {
      const perSecond = rate();
      return perSecond === undefined ? undefined : (Math.max(0, total - latest().done) / perSecond) * 1000;
    },
  };
}

/** `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
