/** The most that one thing may be. All of them are in docs/limits.md, which is made from these. */
export interface Limit {
  /** What is counted or measured, in words: `pictures`, `characters of a label`. Unique within its module. */
  readonly what: string;
  readonly most: number;
  readonly unit: LimitUnit;
  /** Fields and arguments that it holds for, such as `Query.embed(inputs)`, or the path of a route. */
  readonly where: readonly string[];
  /**
   * What becomes of more. `refused`, the default: the request, or the item. `left out`: an answer ends there. `deleted`: what
   * was kept goes. Or the code that the caller gets, who may try again.
   */
  readonly past?: 'refused' | 'left out' | 'deleted' | 'TIMEOUT' | 'OVERLOADED';
  /** The setting that changes it, where one does. */
  readonly setting?: string;
}

/** `1`: a plain number, such as a weight. */
export type LimitUnit = 'items' | 'characters' | 'bytes' | 'pixels' | 'levels' | 'tokens' | 'points' | 'bits' | 'ms' | 'days' | '1';

/** The limits of one package, as a section of docs/limits.md. */
export interface LimitList {
  readonly of: string;
  readonly limits: readonly Limit[];
}
