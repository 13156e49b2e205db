import type { SentError } from './sent-error.ts';

/** What a worker can be asked: the methods of its engine. */
export type MethodOf<Engine> = keyof Engine & string;
export type ArgsOf<Engine, Method extends keyof Engine> = Engine[Method] extends (...args: infer Args) => unknown ? Args : never;
export type ResultOf<Engine, Method extends keyof Engine> = Engine[Method] extends (...args: never) => infer Result ? Result : never;

/** What every engine can: `close` ends the thread. */
export interface Closable {
  close(): void;
}

export interface Call<Engine> {
  readonly kind: 'call';
  readonly id: number;
  readonly method: MethodOf<Engine>;
  readonly args: readonly unknown[];
}

export type ToWorker<Engine> = Call<Engine> | { readonly kind: 'abort'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'opened' }
  | { readonly kind: 'refused'; readonly error: SentError }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly error: SentError };
