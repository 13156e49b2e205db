import { shown, sizeFrom, textShapeFrom, type Json } from './architecture.ts';
import { bertTextTower, plainBertTextTower } from './bert-text-tower.ts';
import { checkpointError } from './checkpoint-error.ts';
import { clipFamily, clipImageShape } from './clip-family.ts';
import type { Family } from './family.ts';
import { runMaskedTexts } from './tower-runs.ts';

/** configuration_chinese_clip.py. */
const TEXT_DEFAULTS = {
  hidden_size: 768,
  intermediate_size: 3072,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  vocab_size: 30_522,
  max_position_embeddings: 512,
  hidden_act: 'gelu',
  layer_norm_eps: 1e-12,
};

/** All models were trained with this, and BERT's table of places is longer. */
const CONTEXT_LENGTH = 52;

/** CLIP's image tower, and a BERT whose class token is projected. */
export const chineseClipFamily: Family = {
  architecture(config) {
    const text = textShapeFrom(config, TEXT_DEFAULTS);
    const { position_embedding_type: places } = (config['text_config'] ?? {}) as Json;
    if ((places ?? 'absolute') !== 'absolute') throw checkpointError(`"position_embedding_type" in text_config cannot be ${shown(places)}`);
    return {
      image: clipImageShape(config),
      text: { ...text, contextLength: Math.min(CONTEXT_LENGTH, text.contextLength) },
      dimensions: sizeFrom('config.json', { 'config.json': config }, 'projection_dim', 512),
    };
  },
  image: clipFamily.image,
  text: { compile: bertTextTower, plain: plainBertTextTower, runCompiled: runMaskedTexts, runPlain: runMaskedTexts },
  scoring: clipFamily.scoring,
};
