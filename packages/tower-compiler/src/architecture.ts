import { checkpointError } from './checkpoint-error.ts';

type Json = Readonly<Record<string, unknown>>;

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

/** What Transformers takes where a `config.json` is silent: configuration_clip.py. */
const IMAGE_DEFAULTS = {
  hidden_size: 768,
  intermediate_size: 3072,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  num_channels: 3,
  image_size: 224,
  patch_size: 32,
  hidden_act: 'quick_gelu',
  layer_norm_eps: 1e-5,
};
const TEXT_DEFAULTS = {
  hidden_size: 512,
  intermediate_size: 2048,
  num_hidden_layers: 12,
  num_attention_heads: 8,
  vocab_size: 49_408,
  max_position_embeddings: 77,
  hidden_act: 'quick_gelu',
  layer_norm_eps: 1e-5,
};

/** Reads a `config.json` of Transformers. Errors: UNSUPPORTED with the field that is wrong or of another family. */
export function architectureFrom(config: Json): Architecture {
  if (config['model_type'] !== 'clip') throw checkpointError(`config.json has the model_type ${shown(config['model_type'])}, not "clip"`);
  const image = reader('vision_config', config, IMAGE_DEFAULTS);
  const text = reader('text_config', config, TEXT_DEFAULTS);
  if (image.size('num_channels') !== 3) throw checkpointError('its pictures do not have three channels');
  const [imageSize, patchSize] = [image.size('image_size'), image.size('patch_size')];
  if (imageSize % patchSize !== 0) throw checkpointError(`pictures of ${imageSize} pixels do not divide into patches of ${patchSize}`);
  return {
    image: { ...transformer(image), imageSize, patchSize },
    text: { ...transformer(text), vocabulary: text.size('vocab_size'), contextLength: text.size('max_position_embeddings') },
    dimensions: reader('config.json', { 'config.json': config }, { projection_dim: 512 }).size('projection_dim'),
  };
}

interface FieldReader {
  size(field: string): number;
  epsilon(): number;
  activation(): Activation;
}

function reader(section: string, config: Json, defaults: Json): FieldReader {
  const own = config[section] ?? {};
  if (typeof own !== 'object') throw checkpointError(`"${section}" of config.json is not an object`);
  const values: Json = { ...defaults, ...own };
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

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 60);
}
