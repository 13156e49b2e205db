import type { Scoring } from '@clipgraph/contracts';

/**
 * What is known of a published model before any of it is here. A field without a source is absent: `models add` then
 * takes what the repository says, and encoder-clip its family's value.
 */
export interface ModelPreset {
  /** Its folder's name when it is installed, unless another is asked for. */
  readonly name: string;
  /** As its makers call it. */
  readonly title: string;
  readonly repository: {
    /** `owner/name` on the hub. */
    readonly id: string;
    /** Commit, where one is known to hold what `files` says; otherwise the hub's answer is pinned when the model is added. */
    readonly revision?: string;
    /** Where the two graphs lie, when it is not `onnx`. */
    readonly subfolder?: string;
    /** `onnx`: two graphs that run as they are. `checkpoint`: weights only, which somebody has to export first. */
    readonly holds: 'onnx' | 'checkpoint';
    readonly source: string;
  };
  /** Files whose size and hash are known besides the hub's word. */
  readonly files?: readonly KnownFile[];
  /** Both graphs together, by precision: rounded, for choosing. */
  readonly graphMegabytes?: Readonly<Record<string, number>>;
  readonly dimensions: number;
  readonly contextLength: number;
  /** How the image tower wants its pixels. */
  readonly preprocessing: {
    readonly imageSize: number;
    readonly resize: 'crop' | 'squash';
    readonly interpolation: 'bicubic' | 'bilinear';
    readonly mean: readonly [number, number, number];
    readonly std: readonly [number, number, number];
    readonly source: string;
  };
  readonly scoring: TrainedScoring;
  /** Where it differs from its family: whether the text tower sees its padding. */
  readonly padding?: 'trim' | 'full';
  readonly languages: 'English' | 'many';
  /** SPDX identifier or the licence's name. */
  readonly licence: { readonly name: string; readonly source: string };
  /** Zero-shot top-1 on ImageNet-1k, 0 to 1, as its makers or open_clip published it. */
  readonly imageNet?: { readonly top1: number; readonly source: string };
}

/** Path in the repository. */
export interface KnownFile {
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Scale and bias of the checkpoint, where published. */
export type TrainedScoring = { readonly kind: Scoring['kind'] } | (Scoring & { readonly source: string });
