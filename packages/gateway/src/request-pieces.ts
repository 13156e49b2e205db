import type { Request } from 'express';

/**
 * The body as it arrives; throws the signal's reason when that aborts, also while nothing arrives. The request outlives a body
 * that is refused in the middle, so that it can be answered.
 */
export async function* requestPieces(request: Request, signal: AbortSignal): AsyncGenerator<Buffer, void, undefined> {
  const pieces = request.iterator({ destroyOnReturn: false });
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  aborted.catch(() => undefined);
  try {
    signal.throwIfAborted();
    for (;;) {
      const piece = await Promise.race([pieces.next(), aborted]);
      if (piece.done === true) return;
      yield piece.value as Buffer;
    }
  } finally {
    // Not waited for: a piece that is asked for may never come.
    void pieces.return?.();
  }
}
