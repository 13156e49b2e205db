import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { randomWeights, safetensors, type Weights } from './tiny-checkpoint.ts';

/** A SigLIP of two small towers, as a `config.json` says it. */
export const TINY_SIGLIP = {
  model_type: 'siglip',
  vision_config: {
    hidden_size: 48,
    intermediate_size: 96,
    num_hidden_layers: 2,
    num_attention_heads: 3,
    image_size: 32,
    patch_size: 8,
    hidden_act: 'gelu_pytorch_tanh',
    layer_norm_eps: 1e-6,
  },
  text_config: {
    hidden_size: 32,
    intermediate_size: 64,
    num_hidden_layers: 2,
    num_attention_heads: 2,
    vocab_size: 100,
    max_position_embeddings: 16,
    projection_size: 48,
    hidden_act: 'gelu_pytorch_tanh',
    layer_norm_eps: 1e-6,
  },
};

export type TinySiglip = typeof TINY_SIGLIP;

/** With its mean and std of a half and its squashed pictures, as `SiglipImageProcessor` writes it. */
export const TINY_SIGLIP_PREPROCESSING = {
  image_processor_type: 'SiglipImageProcessor',
  resample: 3,
  image_mean: [0.5, 0.5, 0.5],
  image_std: [0.5, 0.5, 0.5],
} as const;

/** Random weights by the names of Transformers, the same ones every time; a scale of 42 and a bias of -11.5. */
export function tinySiglipWeights({ vision_config: image, text_config: text }: TinySiglip): Map<string, Weights> {
  const { weights, add, norm, linear, tower } = randomWeights(11);
  const { hidden_size: width, patch_size: patch } = image;
  add('vision_model.embeddings.patch_embedding.weight', [width, 3, patch, patch], 1.5 / Math.sqrt(3 * patch ** 2));
  add('vision_model.embeddings.patch_embedding.bias', [width], 0.2);
  add('vision_model.embeddings.position_embedding.weight', [(image.image_size / patch) ** 2, width], 0.5);
  tower('vision_model', image);
  norm('vision_model.post_layernorm', width);
  add('vision_model.head.probe', [1, 1, width], 1);
  add('vision_model.head.attention.in_proj_weight', [3 * width, width], 3 / Math.sqrt(width));
  add('vision_model.head.attention.in_proj_bias', [3 * width], 0.2);
  linear('vision_model.head.attention.out_proj', width, width);
  norm('vision_model.head.layernorm', width);
  linear('vision_model.head.mlp.fc1', image.intermediate_size, width);
  linear('vision_model.head.mlp.fc2', width, image.intermediate_size);

  add('text_model.embeddings.token_embedding.weight', [text.vocab_size, text.hidden_size], 0.5);
  add('text_model.embeddings.position_embedding.weight', [text.max_position_embeddings, text.hidden_size], 0.5);
  tower('text_model', text);
  norm('text_model.final_layer_norm', text.hidden_size);
  linear('text_model.head', text.projection_size, text.hidden_size);
  add('logit_scale', [1], 0, Math.log(42));
  add('logit_bias', [1], 0, -11.5);
  return weights;
}

/** The files that a hub has for a checkpoint. */
export async function writeTinySiglip(
  folder: string,
  config: TinySiglip = TINY_SIGLIP,
  weights: ReadonlyMap<string, Weights> = tinySiglipWeights(config),
): Promise<void> {
  const { image_size: size } = config.vision_config;
  const preprocessor = { ...TINY_SIGLIP_PREPROCESSING, size: { height: size, width: size } };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(preprocessor));
  await writeFile(join(folder, 'model.safetensors'), safetensors(weights));
}

/** A tokenizer of single letters in the form of SigLIP's: its end token is its padding too, and ids begin with three special ones. */
export async function writeLetterTokenizer(folder: string): Promise<void> {
  const end = { SpecialToken: { id: '</s>', type_id: 0 } };
  const marked = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
  const special = ['<pad>', '</s>', '<unk>'];
  const tokenizer = {
    version: '1.0',
    added_tokens: special.map((content, id) => ({
      id,
      content,
      special: true,
      normalized: false,
      single_word: false,
      lstrip: false,
      rstrip: false,
    })),
    normalizer: null,
    pre_tokenizer: marked,
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, end],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, end],
      special_tokens: { '</s>': { id: '</s>', ids: [1], tokens: ['</s>'] } },
    },
    decoder: marked,
    model: { type: 'Unigram', unk_id: 2, vocab: [...special.map((name) => [name, 0]), ...[...LETTERS].map((letter) => [letter, -1])] },
  };
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ tokenizer_class: 'SiglipTokenizer', pad_token: '</s>' }));
}

const LETTERS = '▁abcdefghijklmnopqrstuvwxyz';

/** The ids that {@link writeLetterTokenizer} gives words of small letters, without padding. */
export function letterIds(text: string): number[] {
  return [...[...`▁${text.replaceAll(' ', '▁')}`].map((letter) => 3 + LETTERS.indexOf(letter)), 1];
}
