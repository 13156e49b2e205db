import { basename } from 'node:path';

import { InferenceSession, Tensor } from 'onnxruntime-node';

/** A loaded ONNX graph with one output of vectors. */
export interface Graph<Request> {
  readonly dimensions: number;
  /** Vectors as the graph gives them, [count, dimensions], in memory of our own. */
  run(request: Request): Promise<Float32Array<ArrayBuffer>>;
  release(): Promise<void>;
}

export type Feeds = Record<string, Tensor>;

/**
 * - One thread inside a run by default and several workers: twice the throughput of the opposite, measured.
 * - `all` optimisations fuse attention and layer norms, and fold weights stored as float16 into float32.
 * - No memory pattern: it caches a plan for each input shape, and batches have many.
 * - No spinning: with more threads, idle ones would burn the cores that decode images.
 */
export async function openSession(path: string, threads: number): Promise<InferenceSession> {
  const opening = InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    enableMemPattern: false,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return opening.catch((error: unknown) => {
    // The runtime names the whole path; users see this message.
    const reason = error instanceof Error ? error.message.replaceAll(path, basename(path)) : 'unknown reason';
    throw new Error(`The graph ${basename(path)} cannot be loaded: ${reason}`, { cause: error });
  });
}

/** Output names in the order of preference: the projection into the shared space, or what SigLIP's towers call it. */
const OUTPUTS = { image: ['image_embeds', 'pooler_output'], text: ['text_embeds', 'pooler_output'] };

/** The output that holds the vectors: by its name, or the only one of two dimensions. */
export function outputName(session: InferenceSession, tower: 'image' | 'text'): string {
  const known = OUTPUTS[tower].find((name) => session.outputNames.includes(name));
  if (known) return known;
  const flat = session.outputMetadata.filter((output) => output.isTensor && output.shape.length === 2);
  if (flat.length === 1) return flat[0]!.name;
  throw new Error(`The ${tower} graph has no output of embeddings; it has ${session.outputNames.join(', ')}.`);
}

/** What a graph is, by its inputs: pictures have four sizes, tokens are whole numbers. Undefined where neither can be said. */
export function towerOf(session: InferenceSession): 'image' | 'text' | undefined {
  const inputs = session.inputMetadata.filter((input) => input.isTensor);
  if (inputs.some(({ shape }) => shape.length === 4)) return 'image';
  return inputs.some(({ type }) => type === 'int64' || type === 'int32') ? 'text' : undefined;
}

/** Behind the message about a graph that is of the other tower. */
export const SWAPPED = 'Are the two graphs swapped, or is one there twice?';

/** A size that an export has fixed: how many items a run takes (`axis` 0), or how many tokens a text has (1). */
export function fixedSize(session: InferenceSession, name: string, axis: number): number | undefined {
  const input = session.inputMetadata.find((input) => input.name === name);
  const size = input?.isTensor ? input.shape[axis] : undefined;
  return typeof size === 'number' && size > 0 ? size : undefined;
}

/** Runs items one by one, for graphs that take one at a time. */
export async function oneByOne(
  count: number,
  run: (item: number) => Promise<Float32Array<ArrayBuffer>>,
): Promise<Float32Array<ArrayBuffer>> {
  const first = await run(0);
  const vectors = new Float32Array(count * first.length);
  vectors.set(first);
  for (let item = 1; item < count; item++) vectors.set(await run(item), item * first.length);
  return vectors;
}

export async function vectorsOf(
  session: InferenceSession,
  output: string,
  feeds: Feeds,
  count: number,
): Promise<Float32Array<ArrayBuffer>> {
  const { [output]: tensor } = await session.run(feeds, [output]);
  if (!tensor || tensor.dims.length !== 2 || tensor.dims[0] !== count || !(tensor.data instanceof Float32Array)) {
    throw new Error(`The graph's output ${output} is not float32 [${count}, dimensions].`);
  }
  // A copy: the runtime's memory may not be ours to transfer.
  return new Float32Array(tensor.data);
}
