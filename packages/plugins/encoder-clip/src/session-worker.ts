// The only place where ONNX Runtime runs: `session.run` blocks its thread, which must not be the one that serves.
// Started as .ts (tests) and as .js (built): imports at run time are relative or packages, never workspace sources.
import { parentPort, workerData } from 'node:worker_threads';

import { imageGraph } from './image-graph.ts';
import type { EncodeRequest, EncodeResult, WorkerAnswer, WorkerCall, WorkerReady, WorkerSetup } from './messages.ts';
import { textGraph } from './text-graph.ts';

const port = parentPort!;
const setup = workerData as WorkerSetup;

function answer(message: WorkerAnswer<WorkerReady, EncodeResult>, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Rows to unit length, in place; a row without a direction is the model's failure. */
function normalise(vectors: EncodeResult, count: number): EncodeResult {
  const dimensions = vectors.length / count;
  for (let row = 0; row < vectors.length; row += dimensions) {
    let squares = 0;
    for (let i = row; i < row + dimensions; i++) squares += vectors[i]! * vectors[i]!;
    const scale = 1 / Math.sqrt(squares);
    if (!(squares > 0 && scale > 0)) throw new Error('The model gave a vector that is zero or not finite.');
    for (let i = row; i < row + dimensions; i++) vectors[i]! *= scale;
  }
  return vectors;
}

try {
  const image = await imageGraph(setup);
  const text = setup.textGraph === undefined ? undefined : await textGraph(setup.textGraph, setup.threads);
  const vectorsFor = (request: EncodeRequest): Promise<EncodeResult> =>
    request.tower === 'image' ? image.run(request) : text!.run(request);

  port.on('message', async (call: WorkerCall<EncodeRequest>) => {
    if (call.kind === 'close') {
      await Promise.all([image.release(), text?.release()]);
      port.close();
      return;
    }
    const { id, request } = call;
    try {
      const result = normalise(await vectorsFor(request), request.count);
      answer({ kind: 'done', id, result }, [result.buffer]);
    } catch (error) {
      answer({ kind: 'failed', id, message: messageOf(error) });
    }
  });
  answer({
    kind: 'ready',
    ready: {
      imageDimensions: image.dimensions,
      textDimensions: text?.dimensions,
      packsTexts: text?.isPacked === true,
      textLength: text?.length,
    },
  });
} catch (error) {
  answer({ kind: 'failed', message: messageOf(error) });
  port.close();
}
