import { open, type FileHandle } from 'node:fs/promises';

import { checkpointError } from './checkpoint-error.ts';
import { ELEMENT_BYTES, WEIGHT_FORMATS } from './float-formats.ts';

/** The file's own limit: https://huggingface.co/docs/safetensors, "header size". */
const MAX_HEADER_BYTES = 100_000_000;
/** Of a tensor, as JavaScript's buffers and ONNX's files allow. */
const MAX_TENSOR_BYTES = 2 ** 31 - 1;

interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** From the end of the header, in bytes. */
  readonly begin: number;
  readonly end: number;
}

/** An open file of named weights. */
export interface Checkpoint {
  /** Undefined where there is no such tensor. */
  shapeOf(name: string): readonly number[] | undefined;
  /** The values in float32. UNSUPPORTED, with the name, when it is missing, has another shape or is no float of 16 or 32 bits. */
  read(name: string, shape: readonly number[]): Promise<Float32Array<ArrayBuffer>>;
  close(): Promise<void>;
}

/** Opens a `.safetensors` file and checks its whole header against its size; rejects with UNSUPPORTED and what is wrong. */
export async function openCheckpoint(path: string): Promise<Checkpoint> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw checkpointError('model.safetensors cannot be opened', cause);
  });
  try {
    const { size } = await file.stat();
    const headerBytes = await headerLength(file, size);
    const text = (await bytesAt(file, 8, headerBytes)).toString('utf8');
    const entries = checkedEntries(parsed(text), size - 8 - headerBytes);
    return {
      shapeOf: (name) => entries.get(name)?.shape,
      async read(name, shape) {
        const entry = entries.get(name);
        if (!entry) throw checkpointError(`the tensor ${name} is missing`);
        if (entry.shape.join() !== shape.join()) throw wrongShape(name, entry.shape, shape);
        const toFloat32 = Object.hasOwn(WEIGHT_FORMATS, entry.dtype) ? WEIGHT_FORMATS[entry.dtype] : undefined;
        if (!toFloat32) throw checkpointError(`the tensor ${name} is of ${entry.dtype}, not F32, F16 or BF16`);
        return toFloat32((await bytesAt(file, 8 + headerBytes + entry.begin, entry.end - entry.begin)).buffer);
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function headerLength(file: FileHandle, size: number): Promise<number> {
  if (size < 10) throw broken('it is too short to have a header');
  const length = (await bytesAt(file, 0, 8)).readBigUInt64LE();
  if (length > MAX_HEADER_BYTES || length > size - 8) throw broken('its header is longer than the file or the format allows');
  return Number(length);
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer<ArrayBuffer>> {
  const buffer = Buffer.from(new ArrayBuffer(length));
  for (let done = 0; done < length;) {
    const { bytesRead } = await file.read(buffer, done, length - done, position + done);
    if (bytesRead === 0) throw broken('it ends early');
    done += bytesRead;
  }
  return buffer;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Record<string, unknown>;
  } catch (error) {
    throw broken('its header is not valid JSON', error);
  }
  throw broken('its header is not a JSON object');
}

/** As the format demands: every tensor within the data, none over another, no byte without one. */
function checkedEntries(header: Readonly<Record<string, unknown>>, dataBytes: number): Map<string, TensorEntry> {
  const tensors = Object.entries(header).filter(([name]) => name !== '__metadata__');
  const entries = new Map(tensors.map(([name, value]) => [name, checkedEntry(name, value)]));
  let at = 0;
  for (const [name, { begin, end }] of [...entries].sort(([, a], [, b]) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) throw broken(`the tensor ${name} does not begin where the one before it ends`);
    at = end;
  }
  if (at !== dataBytes) throw broken(`its tensors take ${at} bytes, and ${dataBytes} are there`);
  return entries;
}

function checkedEntry(name: string, value: unknown): TensorEntry {
  const { dtype, shape, data_offsets: offsets } = (value ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
    throw broken(`the header's entry for ${name} is wrong`);
  }
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce((product, size) => product * size, ELEMENT_BYTES[dtype] ?? Number.NaN);
  // A dtype that is not known here may stand in the file as long as no tower needs it.
  if (end < begin || (Object.hasOwn(ELEMENT_BYTES, dtype) && bytes !== end - begin)) {
    throw broken(`the place of the tensor ${name} does not fit its shape`);
  }
  if (end - begin > MAX_TENSOR_BYTES) throw checkpointError(`the tensor ${name} is larger than 2 GB`);
  return { dtype, shape, begin, end };
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function wrongShape(name: string, actual: readonly number[], wanted: readonly number[]): Error {
  return checkpointError(`the tensor ${name} has the shape [${actual.join(', ')}], and the configuration wants [${wanted.join(', ')}]`);
}

function broken(reason: string, cause?: unknown): Error {
  return checkpointError(`model.safetensors is damaged: ${reason}`, cause);
}
