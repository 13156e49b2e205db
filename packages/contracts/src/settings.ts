import type { StandardSchema } from './standard-schema.ts';

/** One thing that an operator can set of a module or a plugin. */
export interface Setting<Value> {
  /** The environment variable that sets it, for example `CLIPGRAPH_VERDICT_DAYS`. Two settings may not share one. */
  readonly env: string;
  /** What it does, in a sentence; shown in errors and docs. */
  readonly about: string;
  /**
   * Makes the value of the variable's text, trimmed; of undefined where the variable is not set or empty, so the standard
   * value is the schema's. Synchronous. Its messages say what the text must be, and do not repeat it: it may be a key.
   */
  readonly schema: StandardSchema<Value>;
  /** Given in the composition: goes before the environment. Must already be a value, not a text. */
  readonly value?: Value | undefined;
  /** What {@link value} must be; absent: it is not checked, for TypeScript has. */
  readonly valueSchema?: StandardSchema<Value> | undefined;
}

/** Settings by the name under which `open` gets their values. */
export type Settings<Values> = { readonly [Name in keyof Values]: Setting<Values[Name]> };

/**
 * A setting that cannot be used, or some that do not go together. Thrown by `open` too. The message says which and why, and
 * is shown to the operator. Recognise it with {@link isSettingError}: two installed copies of this package are two classes.
 */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

export function isSettingError(error: unknown): error is SettingError {
  return error instanceof Error && error.name === 'SettingError';
}
