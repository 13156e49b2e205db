import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export * from './clip-tokenizer.ts';

/** A CLIP of two small towers, as a `config.json` says it. */
export const TINY_CONFIG = {
  model_type: 'clip',
  projection_dim: 24,
  vision_config: {
    hidden_size: 48,
    intermediate_size: 96,
    num_hidden_layers: 3,
    num_attention_heads: 3,
    image_size: 32,
    patch_size: 8,
    hidden_act: 'quick_gelu',
    layer_norm_eps: 1e-5,
  },
  text_config: {
    hidden_size: 32,
    intermediate_size: 64,
    num_hidden_layers: 3,
    num_attention_heads: 2,
    vocab_size: 100,
    max_position_embeddings: 20,
    hidden_act: 'quick_gelu',
    layer_norm_eps: 1e-5,
  },
};

export type TinyConfig = typeof TINY_CONFIG;

export interface Weights {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The sizes of one tower, in the words of a `config.json`. */
export interface TinyTower {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
}

/** Adds tensors to `weights` by name, of a size that keeps signals alive. */
export interface RandomWeights {
  readonly weights: Map<string, Weights>;
  add(name: string, shape: readonly number[], scale: number, mean?: number): void;
  norm(name: string, width: number): void;
  linear(name: string, outputs: number, inputs: number): void;
  /** The layers of a transformer. */
  tower(name: string, tower: TinyTower): void;
}

/** The same ones for a seed every time. */
export function randomWeights(seed: number): RandomWeights {
  const random = seededRandom(seed);
  const weights = new Map<string, Weights>();
  const add = (name: string, shape: readonly number[], scale: number, mean = 0): void => {
    const length = shape.reduce((product, size) => product * size, 1);
    weights.set(name, { shape, values: Float32Array.from({ length }, () => mean + scale * random()) });
  };
  const norm = (name: string, width: number): void => {
    add(`${name}.weight`, [width], 0.3, 1);
    add(`${name}.bias`, [width], 0.2);
  };
  const linear = (name: string, outputs: number, inputs: number): void => {
    add(`${name}.weight`, [outputs, inputs], 1.5 / Math.sqrt(inputs));
    add(`${name}.bias`, [outputs], 0.2);
  };
  const tower = (name: string, { hidden_size: width, intermediate_size: wide, num_hidden_layers: layers }: TinyTower): void => {
    for (let layer = 0; layer < layers; layer++) {
      const prefix = `${name}.encoder.layers.${layer}`;
      for (const part of ['q_proj', 'k_proj', 'v_proj', 'out_proj']) linear(`${prefix}.self_attn.${part}`, width, width);
      norm(`${prefix}.layer_norm1`, width);
      norm(`${prefix}.layer_norm2`, width);
      linear(`${prefix}.mlp.fc1`, wide, width);
      linear(`${prefix}.mlp.fc2`, width, wide);
    }
  };
  return { weights, add, norm, linear, tower };
}

/** Of a CLIP, the same ones every time. */
export function tinyWeights({ projection_dim: dimensions, vision_config: image, text_config: text }: TinyConfig): Map<string, Weights> {
  const { weights, add, norm, tower } = randomWeights(7);
  const { hidden_size: imageWidth, patch_size: patch } = image;
  add('vision_model.embeddings.class_embedding', [imageWidth], 0.5);
  add('vision_model.embeddings.patch_embedding.weight', [imageWidth, 3, patch, patch], 1.5 / Math.sqrt(3 * patch ** 2));
  add('vision_model.embeddings.position_embedding.weight', [(image.image_size / patch) ** 2 + 1, imageWidth], 0.5);
  norm('vision_model.pre_layrnorm', imageWidth);
  tower('vision_model', image);
  norm('vision_model.post_layernorm', imageWidth);
  add('visual_projection.weight', [dimensions, imageWidth], 1.5 / Math.sqrt(imageWidth));

  const { hidden_size: textWidth } = text;
  add('text_model.embeddings.token_embedding.weight', [text.vocab_size, textWidth], 0.5);
  add('text_model.embeddings.position_embedding.weight', [text.max_position_embeddings, textWidth], 0.5);
  tower('text_model', text);
  norm('text_model.final_layer_norm', textWidth);
  add('text_projection.weight', [dimensions, textWidth], 1.5 / Math.sqrt(textWidth));
  add('logit_scale', [], 0, Math.log(42));
  return weights;
}

/** The files that a hub has for a checkpoint. */
export async function writeTinyCheckpoint(
  folder: string,
  config: TinyConfig = TINY_CONFIG,
  weights: ReadonlyMap<string, Weights> = tinyWeights(config),
): Promise<void> {
  const { image_size: size } = config.vision_config;
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify({ ...TINY_PREPROCESSING, size: { shortest_edge: size } }));
  await writeFile(join(folder, 'model.safetensors'), safetensors(weights));
}

export const TINY_PREPROCESSING = {
  do_center_crop: true,
  resample: 3,
  image_mean: [0.48, 0.46, 0.41],
  image_std: [0.27, 0.26, 0.28],
} as const;

/** A `.safetensors` file in float32. */
export function safetensors(weights: ReadonlyMap<string, Weights>): Buffer {
  let at = 0;
  const header = Object.fromEntries(
    [...weights].map(([name, { shape, values }]) => [name, { dtype: 'F32', shape, data_offsets: [at, (at += values.byteLength)] }]),
  );
  return safetensorsFile(
    header,
    Buffer.concat([...weights.values()].map(({ values }) => Buffer.from(values.buffer, values.byteOffset, values.byteLength))),
  );
}

export function safetensorsFile(header: unknown, data: Buffer): Buffer {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, data]);
}

/** From -1 to 1, by a linear congruential generator (Numerical Recipes). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
