import { openSession } from './graph.ts';
import type { Graph } from './graph.ts';
import type { PackedTextRequest, TextRequest } from './messages.ts';
import { isPackedTextGraph, packedTextGraph } from './packed-text-graph.ts';
import { paddedTextGraph } from './padded-text-graph.ts';

export interface TextGraph extends Graph<TextRequest | PackedTextRequest> {
  /** Which of the two requests it takes. */
  readonly isPacked: boolean;
  /** Tokens of every text, where the export has fixed that. */
  readonly length: number | undefined;
}

/** Opens the text tower; its inputs say of which kind it is. */
export async function textGraph(path: string, threads: number): Promise<TextGraph> {
  const session = await openSession(path, threads);
  const isPacked = isPackedTextGraph(session);
  const graph: Graph<never> & { readonly length?: number | undefined } = isPacked
    ? await packedTextGraph(session)
    : await paddedTextGraph(session);
  return { ...(graph as Graph<TextRequest | PackedTextRequest>), isPacked, length: graph.length };
}
