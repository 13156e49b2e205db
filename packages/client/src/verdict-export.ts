import type { VerdictFilter } from './generated/types.ts';
import { badResponse, readAnswer } from './read-answer.ts';
import { brokenConnection, type CallOptions, type Transport } from './transport.ts';

export interface VerdictExportArgs {
  filter?: VerdictFilter | undefined;
}

/** `GET /moderation/verdicts`: NDJSON, the bytes as they come. The transport's timeout is for the first of them. */
export async function* verdictExport(
  transfer: Transport,
  { filter = {} }: VerdictExportArgs,
  { signal }: CallOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== null && value !== undefined) parameters.set(name, String(value));
  }
  const body = await transfer({ method: 'GET', path: `/moderation/verdicts?${parameters}` }, fileOf, { signal });
  const reader = body.getReader();
  const leave = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', leave, { once: true });
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw brokenConnection(error);
      });
      signal?.throwIfAborted();
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener('abort', leave);
    leave();
  }
}

async function fileOf(response: Response): Promise<ReadableStream<Uint8Array>> {
  const isFile = /^application\/x-ndjson\b/.test(response.headers.get('content-type') ?? '');
  if (response.ok && isFile && response.body) return response.body;
  await readAnswer(response);
  throw badResponse(response.status);
}
