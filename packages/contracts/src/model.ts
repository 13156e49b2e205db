import type { ModelFit } from './model-fit.ts';

export type Modality = 'image' | 'text';

/**
 * How a model turns a cosine into a probability. `softmax` (CLIP): softmax over the labels of
 * `scale · cosine`. `sigmoid` (SigLIP): `sigmoid(scale · cosine + bias)`, each label alone.
 */
export interface Scoring {
  readonly kind: 'softmax' | 'sigmoid';
  readonly scale: number;
  readonly bias: number;
}

/** What is known of a loaded model. Data only: nothing may branch on `name`. */
export interface ModelInfo {
  /** For example `mini` or `openai/clip-vit-base-patch32`. */
  readonly name: string;
  /** Hash of weights, preprocessing and precision: vectors of two fingerprints never mix. */
  readonly fingerprint: string;
  readonly modalities: readonly Modality[];
  /** Length of every vector. */
  readonly dimensions: number;
  /** Side of the square that the image tower sees, in pixels. */
  readonly imageSize: number;
  /** Most tokens that the text tower reads, start and end included; absent without a text tower. */
  readonly contextLength?: number;
  readonly scoring: Scoring;
  /** What was fitted on the model's own vectors; {@link fitOf} fills in the rest. */
  readonly fit?: Partial<ModelFit>;
  /** Default prompt templates; each holds `{label}` once. */
  readonly templates: readonly string[];
  /** SPDX identifier or the licence's name. */
  readonly licence: string;
}
