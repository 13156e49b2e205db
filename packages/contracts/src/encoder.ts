import type { CropBox, CropLevels, CropVector } from './crops.ts';
import type { ModelInfo } from './model.ts';
import type { PictureInput } from './picture.ts';

/** One vector per prepared item, in the same order; each of unit length (right to 1e-3), `model.dimensions` long. */
export type Vectors = readonly Float32Array[];

export interface RequestOptions {
  /** Aborting drops the work where it stands; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * One side of a dual encoder. `prepare` sees one item and rejects it with INVALID_INPUT when it is bad, so that a corrupt
 * item fails alone, before it joins a batch. `run` sees good items only; its failure is the model's (MODEL_FAILED).
 * `testEncoder` of `@clipgraph/testing` checks what stands here and at the members.
 */
export interface Tower<Input, Prepared = unknown> {
  /** Rejects with the signal's reason when the caller has left already. */
  prepare(input: Input, options?: RequestOptions): Promise<Prepared>;
  /**
   * The vector of an item is the same to the bit alone, in any batch and at any place in it, and in any number of runs at
   * once. What was prepared stays as it was and can be run again. UNAVAILABLE once the encoder is closed.
   *
   * When the signal aborts, the run is given up as one that does not come back: whatever made it is replaced where that can be, so
   * that the next runs have a chance.
   */
  run(batch: readonly Prepared[], options?: RequestOptions): Promise<Vectors>;
  /** Work of one prepared item relative to the others of its tower, at least 1: 1 for an image, tokens for a text. */
  size(prepared: Prepared): number;
  /** For towers that run items without padding, or share work among them. Absent: a run costs items × the largest size. */
  runCost?(): RunCost<Prepared>;
  /**
   * What one run may cost before the tower splits it by itself, at least 1: a scheduler forms no larger runs, except of one item
   * that alone costs more. Absent: no limit.
   */
  readonly maxRunCost?: number;
}

/** A part of a picture, ready to run. */
export interface PreparedCrop<Prepared = unknown> {
  readonly box: CropBox;
  readonly prepared: Prepared;
}

/**
 * Takes a picture, or the bytes of an image file: `pictureBytes` gives the bytes of either. `prepare` refuses no bytes with EMPTY,
 * bytes that are no picture with UNSUPPORTED_FORMAT, a picture that is cut short with CORRUPT and one of too many pixels with TOO_LARGE.
 */
export interface ImageTower<Prepared = unknown> extends Tower<PictureInput, Prepared> {
  /**
   * The whole picture first, prepared exactly as `prepare` does it, then its tiles: all from one decode. Rejects like
   * `prepare`. Absent: the encoder cannot cut pictures.
   */
  prepareCrops?(input: PictureInput, levels: CropLevels, options?: RequestOptions): Promise<readonly PreparedCrop<Prepared>[]>;
}

/** Measures one run: it is told the run's items in turn. */
export interface RunCost<Prepared> {
  /** What the run costs with all items so far, this one included. */
  add(item: Prepared): number;
}

/** A text, ready to run. One of white space only is refused with EMPTY; one of a megabyte is cut, not refused. */
export interface PreparedText {
  /** Start and end included; at most `model.contextLength`, and the end stays where the text is cut. */
  readonly tokenIds: Int32Array;
  /** The text was longer than the model's context and lost its end. */
  readonly truncated: boolean;
}

/**
 * A CLIP-family model: two towers into one space. A missing text tower is the capability flag: `model.modalities` and
 * `model.contextLength` say the same. Opened again, it has the same fingerprint.
 */
export interface Encoder {
  readonly model: ModelInfo;
  readonly image: ImageTower;
  readonly text?: Tower<string, PreparedText>;
  /** Runs that can go on at once: the number of batches worth keeping in flight. */
  readonly parallelism: number;
  /** Rejects with UNAVAILABLE while no run can be made. Absent: only a run can tell. */
  health?(): Promise<void>;
  /** Waits for runs in flight, then frees everything. Safe to call twice. */
  close(): Promise<void>;
}

export interface EmbedOptions extends RequestOptions {
  /** `interactive` (default) goes before `bulk`, for example indexing. */
  readonly priority?: 'interactive' | 'bulk';
}

export interface TextEmbedding {
  readonly vector: Float32Array;
  /** Start and end included. */
  readonly tokenCount: number;
  readonly truncated: boolean;
}

/**
 * What modules use: single items in, vectors out; batching, deadlines and backpressure are inside.
 * Errors: INVALID_INPUT for the item, OVERLOADED when the queue is full, TIMEOUT past the deadline,
 * UNSUPPORTED for text without a text tower, UNAVAILABLE once closed, MODEL_FAILED.
 */
export interface Embedder {
  readonly model: ModelInfo;
  embedImage(image: PictureInput, options?: EmbedOptions): Promise<Float32Array>;
  /**
   * The whole picture, whose vector is `embedImage`'s, and then its tiles, each with its box. Counts as so many images;
   * all of them, or an error. UNSUPPORTED where the encoder cannot cut pictures.
   */
  embedCrops(image: PictureInput, levels: CropLevels, options?: EmbedOptions): Promise<readonly CropVector[]>;
  embedText(text: string, options?: EmbedOptions): Promise<TextEmbedding>;
  /** Stops taking work, finishes what is queued, closes the encoder. Safe to call twice. */
  close(): Promise<void>;
}
