/** A measured rate: how long one item takes, smoothed over the last few observations. */
export interface Pace {
  observe(elapsedMs: number, items: number): void;
  /** Milliseconds for one item; undefined before the first observation. */
  readonly msPerItem: number | undefined;
}

const WEIGHT_OF_THE_LATEST = 0.2;

export function pace(): Pace {
  let msPerItem: number | undefined;
  return {
    observe(elapsedMs, items) {
      const latest = elapsedMs / items;
      msPerItem = msPerItem === undefined ? latest : msPerItem + WEIGHT_OF_THE_LATEST * (latest - msPerItem);
    },
    get msPerItem() {
      return msPerItem;
    },
  };
}
