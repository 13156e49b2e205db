import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { randomWeights, safetensors, TINY_CONFIG, tinyWeights, type Weights } from './tiny-checkpoint.ts';

/** A Chinese-CLIP of two small towers, as a `config.json` says it: the image tower of {@link TINY_CONFIG}, and a BERT. */
export const TINY_CHINESE_CLIP = {
  model_type: 'chinese_clip',
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
    num_hidden_layers: 2,
    num_attention_heads: 2,
    vocab_size: 100,
    max_position_embeddings: 60,
    type_vocab_size: 2,
    hidden_act: 'gelu',
    layer_norm_eps: 1e-12,
  },
};

export type TinyChineseClip = typeof TINY_CHINESE_CLIP;

/** Random weights by the names of Transformers, the same ones every time; a scale of 42. */
export function tinyChineseClipWeights(config: TinyChineseClip): Map<string, Weights> {
  const { weights, add, norm, linear } = randomWeights(13);
  for (const [name, value] of tinyWeights(TINY_CONFIG)) if (!name.startsWith('text_')) weights.set(name, value);
  const { hidden_size: width, intermediate_size: wide, ...text } = config.text_config;
  const embeddings = 'text_model.embeddings';
  add(`${embeddings}.word_embeddings.weight`, [text.vocab_size, width], 0.5);
  add(`${embeddings}.position_embeddings.weight`, [text.max_position_embeddings, width], 0.5);
  add(`${embeddings}.token_type_embeddings.weight`, [text.type_vocab_size, width], 0.5);
  norm(`${embeddings}.LayerNorm`, width);
  for (let layer = 0; layer < text.num_hidden_layers; layer++) {
    const prefix = `text_model.encoder.layer.${layer}`;
    for (const part of ['query', 'key', 'value']) linear(`${prefix}.attention.self.${part}`, width, width);
    linear(`${prefix}.attention.output.dense`, width, width);
    norm(`${prefix}.attention.output.LayerNorm`, width);
    linear(`${prefix}.intermediate.dense`, wide, width);
    linear(`${prefix}.output.dense`, width, wide);
    norm(`${prefix}.output.LayerNorm`, width);
  }
  add('text_projection.weight', [config.projection_dim, width], 1.5 / Math.sqrt(width));
  return weights;
}

/** As `ChineseCLIPImageProcessor` writes it: pictures are squashed. */
export const TINY_CHINESE_CLIP_PREPROCESSING = {
  image_processor_type: 'ChineseCLIPImageProcessor',
  do_center_crop: false,
  resample: 3,
  image_mean: [0.48, 0.46, 0.41],
  image_std: [0.27, 0.26, 0.28],
} as const;

/** The files that a hub has for a checkpoint, but for the tokenizer's. */
export async function writeTinyChineseClip(
  folder: string,
  config: TinyChineseClip = TINY_CHINESE_CLIP,
  weights: ReadonlyMap<string, Weights> = tinyChineseClipWeights(config),
): Promise<void> {
  const { image_size: size } = config.vision_config;
  const preprocessor = { ...TINY_CHINESE_CLIP_PREPROCESSING, size: { height: size, width: size } };
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(preprocessor));
  await writeFile(join(folder, 'model.safetensors'), safetensors(weights));
}

const WORDS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', ...'一只猫和狗的照片红车路', 'a', 'dog', 'car', 'red', '##s', '1984'];

/** A tokenizer of a few words in the form of BERT's, as Transformers makes it of a `vocab.txt`. */
export async function writeWordPieceTokenizer(folder: string): Promise<void> {
  const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
  const added = special.map((content, id) => ({
    id,
    content,
    special: true,
    normalized: false,
    single_word: false,
    lstrip: false,
    rstrip: false,
  }));
  const single = [specialToken('[CLS]'), { Sequence: { id: 'A', type_id: 0 } }, specialToken('[SEP]')];
  const ids = Object.fromEntries(['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [WORDS.indexOf(token)], tokens: [token] }]));
  const tokenizer = {
    version: '1.0',
    added_tokens: added,
    normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: { type: 'TemplateProcessing', single, pair: single, special_tokens: ids },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])),
    },
  };
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
  await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ tokenizer_class: 'BertTokenizer', pad_token: '[PAD]' }));
}

function specialToken(id: string): object {
  return { SpecialToken: { id, type_id: 0 } };
}

/** The ids that {@link writeWordPieceTokenizer} gives words of its vocabulary, with start and end. */
export function wordPieceIds(words: readonly string[]): number[] {
  return ['[CLS]', ...words, '[SEP]'].map((word) => WORDS.indexOf(word));
}
