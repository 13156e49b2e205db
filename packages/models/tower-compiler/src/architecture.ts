import { checkpointError } from './checkpoint-error.ts';

/** A `config.json` of Transformers, or a section of it. */
export type Json = Readonly<Record<string, unknown>>;

/** One stack of transformer layers. */
export interface TransformerShape {
  /** Length of a token's vector. */
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  /** Width of the layer between the two halves of the feed-forward part. */
  readonly feedForward: number;
  readonly activation: Activation;
  /** Of the layer norms. */
  readonly epsilon: number;
}

export interface ImageShape extends TransformerShape {
  /** Sides in pixels. */
  readonly imageSize: number;
  readonly patchSize: number;
}

export interface TextShape extends TransformerShape {
  readonly vocabulary: number;
  /** Most tokens of a text. */
  readonly contextLength: number;
}

export interface Architecture {
  readonly image: ImageShape;
  readonly text: TextShape;
  /** Length of the vectors. */
  readonly dimensions: number;
}

/** `quick`: x · sigmoid(1.702 x). `erf`: the exact one. `tanh`: its approximation. */
export type Activation = 'quick' | 'erf' | 'tanh';

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  quick_gelu: 'quick',
  gelu: 'erf',
  gelu_pytorch_tanh: 'tanh',
  gelu_new: 'tanh',
  gelu_fast: 'tanh',
};

/** Fields with the values that Transformers takes where a section of `config.json` is silent. */
export type Defaults = Json;

/** The size that a section says; its name stands in the message when it is wrong. */
export function sizeFrom(section: string, config: Json, field: string, byDefault: number): number {
  return reader(section, config, { [field]: byDefault }).size(field);
}

/** `vision_config`. Errors: UNSUPPORTED with the field that is wrong. */
export function imageShapeFrom(config: Json, defaults: Defaults): ImageShape {
  const image = reader('vision_config', config, { num_channels: 3, ...defaults });
  if (image.size('num_channels') !== 3) throw checkpointError('its pictures do not have three channels');
  const [imageSize, patchSize] = [image.size('image_size'), image.size('patch_size')];
  if (imageSize % patchSize !== 0) throw checkpointError(`pictures of ${imageSize} pixels do not divide into patches of ${patchSize}`);
  return { ...transformer(image), imageSize, patchSize };
}

/** `text_config`. Errors: UNSUPPORTED with the field that is wrong. */
export function textShapeFrom(config: Json, defaults: Defaults): TextShape {
  const text = reader('text_config', config, defaults);
  return { ...transformer(text), vocabulary: text.size('vocab_size'), contextLength: text.size('max_position_embeddings') };
}

interface FieldReader {
  size(field: string): number;
  epsilon(): number;
  activation(): Activation;
}

function reader(section: string, config: Json, defaults: Json): FieldReader {
  const own = config[section] ?? {};
  if (typeof own !== 'object') throw checkpointError(`"${section}" of config.json is not an object`);
  const said = Object.entries(own).filter(([, value]) => value !== null);
  const values: Json = { ...defaults, ...Object.fromEntries(said) };
  const wrong = (field: string): Error => checkpointError(`"${field}" in ${section} cannot be ${shown(values[field])}`);
  return {
    size(field) {
      const value = values[field];
      if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_000_000) return value;
      throw wrong(field);
    },
    epsilon() {
      const value = values['layer_norm_eps'];
      if (typeof value === 'number' && value > 0 && value < 1) return value;
      throw wrong('layer_norm_eps');
    },
    activation() {
      const activation = ACTIVATIONS[String(values['hidden_act'])];
      if (activation) return activation;
      throw wrong('hidden_act');
    },
  };
}

function transformer(read: FieldReader): TransformerShape {
  const [width, heads] = [read.size('hidden_size'), read.size('num_attention_heads')];
  if (width % heads !== 0) throw checkpointError(`${heads} attention heads do not divide a width of ${width}`);
  return {
    width,
    heads,
    layers: read.size('num_hidden_layers'),
    feedForward: read.size('intermediate_size'),
    activation: read.activation(),
    epsilon: read.epsilon(),
  };
}

/** For messages: as JSON, cut. */
export function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 60);
}
