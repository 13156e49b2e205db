import { type ErrorCode, type InputErrorCode, PluginError } from '@clipgraph/contracts';

/** A PluginError on its way between threads, with all that it says. */
export interface SentError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly input?: InputErrorCode | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: string | undefined;
}

/** For a message; the cause goes as its text, because not every cause can be cloned. */
export function sentError({ code, message, input, retryAfterMs, cause }: PluginError): SentError {
  return { code, message, input, retryAfterMs, cause: cause === undefined ? undefined : String(cause) };
}

export function receivedError({ code, message, input, retryAfterMs, cause }: SentError): PluginError {
  return new PluginError(code, message, {
    ...(cause !== undefined && { cause }),
    ...(input !== undefined && { input }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
