import type { DocumentStore } from './documents.ts';
import type { Embedder } from './encoder.ts';
import type { PerceptualHasher } from './perceptual-hash.ts';
import type { Pictures } from './pictures.ts';
import type { ReviewReader } from './reviewed-pictures.ts';
import type { CompleteStore } from './store/vector-store.ts';

/** The models that a gateway has loaded. */
export interface EmbedderSet {
  readonly all: readonly Embedder[];
  /** The model of that name, or the default one without a name; NOT_FOUND for another name. */
  named(name: string | null | undefined): Embedder;
  /** The model whose vectors these are, where it is loaded. */
  withFingerprint(fingerprint: string): Embedder | undefined;
  isDefault(fingerprint: string): boolean;
}

/** Everything about pictures that a module may ask for. */
export interface PicturePorts extends Pictures {
  readonly perceptualHash: PerceptualHasher;
}

/** What happened, for operators. Facts hold no picture, base64, full URL, vector or key. Pino's loggers fit. */
export interface Logger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface MetricOptions {
  /** Prometheus' form, such as `clipgraph_verdicts_total`. One module has it alone. */
  readonly name: string;
  readonly help: string;
  /** Few values each: never an id, a key or a text of a caller's. */
  readonly labels?: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/** Numbers for operators, at `/metrics`. */
export interface Metrics {
  counter(options: MetricOptions): { add(by?: number, labels?: Labels): void };
  gauge(options: MetricOptions): { set(value: number, labels?: Labels): void };
  /** `buckets` in the unit of the name, ascending. */
  histogram(options: MetricOptions & { readonly buckets: readonly number[] }): { observe(value: number, labels?: Labels): void };
}

export interface Clock {
  now(): Date;
}

/** Keys made of the gateway's own secret, the same after a restart. */
export interface Secrets {
  /** 32 bytes for one purpose, such as `cursors of moderation`; nobody can tell them from those of another purpose. */
  derive(purpose: string): Uint8Array;
}

/** Vectors that took work to make, by a key of what they were made from, beyond the process. It may forget any, and never fails. */
export interface KeptVectors {
  get(key: Uint8Array, dimensions: number): Float32Array | undefined;
  put(key: Uint8Array, vector: Float32Array): void;
}

/**
 * What a module is given, of one tenant. A module that has something for others adds it here, by declaration merging and
 * `provide`.
 */
export interface Ports {
  readonly embedders: EmbedderSet;
  readonly pictures: PicturePorts;
  readonly vectors: CompleteStore;
  readonly documents: DocumentStore;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** Whose ports these are; undefined for what belongs to no tenant. */
  readonly tenant: string | undefined;
  /** Absolute path of the tenant's folder, for what belongs in none of the stores; every other process has another one. */
  readonly dataDir: string;
  /** The tenant's share of what caches in memory may take, above 0 and at most 1. */
  readonly memoryShare: number;
  /** Where the gateway keeps vectors on disk. */
  readonly keptVectors?: KeptVectors | undefined;
  /** What people decided about pictures, where a module provides it. */
  readonly reviews?: ReviewReader | undefined;
}
