/** What passes between the encoder and its workers. Types only: both sides import them. */

export interface WorkerSetup {
  /** Absolute paths of the graphs. */
  readonly imageGraph: string;
  readonly textGraph: string | undefined;
  readonly threads: number;
  readonly imageSize: number;
  /** Three tables of 256: from a level of red, green, blue to the number that the model takes. */
  readonly levels: readonly Float32Array[];
}

/** What a worker found when it had loaded the graphs and run each once. */
export interface WorkerReady {
  readonly imageDimensions: number;
  readonly textDimensions: number | undefined;
  /** Whether the text graph takes {@link PackedTextRequest}s. */
  readonly packsTexts: boolean;
  /** Tokens of every text, where the text graph takes no others. */
  readonly textLength: number | undefined;
}

export type EncodeRequest = ImageRequest | TextRequest | PackedTextRequest;

export interface ImageRequest {
  readonly tower: 'image';
  readonly count: number;
  /** RGB bytes, [count, size, size, 3]. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

export interface TextRequest {
  readonly tower: 'text';
  readonly count: number;
  /** [count, length], padded at the end. */
  readonly tokenIds: Int32Array<ArrayBuffer>;
  /** Tokens of each text that are not padding. */
  readonly lengths: Int32Array<ArrayBuffer>;
}

/** Several texts in one row of tokens. What texts begin with in common stands there once. */
export interface PackedTextRequest {
  readonly tower: 'packed-text';
  readonly count: number;
  readonly tokenIds: Int32Array<ArrayBuffer>;
  /** Of each token within its text. */
  readonly positions: Int32Array<ArrayBuffer>;
  /** Where the token before each stands, further to the left; -1 for a first one. A token sees itself and those before it. */
  readonly parents: Int32Array<ArrayBuffer>;
  /** Where the end token of each text stands, [count]. */
  readonly ends: Int32Array<ArrayBuffer>;
}

/** Unit vectors, [count, dimensions]. */
export type EncodeResult = Float32Array<ArrayBuffer>;

/** A worker's answers. The first is `ready` or `failed`; then one `done` or `failed` for each request. */
export type WorkerAnswer<Ready, Result> =
  | { readonly kind: 'ready'; readonly ready: Ready }
  | { readonly kind: 'done'; readonly id: number; readonly result: Result }
  /** Without an id the worker could not start. */
  | { readonly kind: 'failed'; readonly id?: number; readonly message: string };

export type WorkerCall<Request> =
  | { readonly kind: 'run'; readonly id: number; readonly request: Request }
  /** Release everything and leave. */
  | { readonly kind: 'close' };
