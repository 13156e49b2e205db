import { imageShapeFrom, sizeFrom, textShapeFrom, type ImageShape, type Json } from './architecture.ts';
import { compiledImageTower, compiledTextTower } from './clip-towers.ts';
import { trainedNumber, type Family } from './family.ts';
import { plainImageTower, plainTextTower } from './plain-clip-towers.ts';
import { runPackedTexts, runPlainTexts } from './tower-runs.ts';

/** configuration_clip.py. */
const IMAGE_DEFAULTS = {
  hidden_size: 768,
  intermediate_size: 3072,
  num_hidden_layers: 12,
  num_attention_heads: 12,
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

export function clipImageShape(config: Json): ImageShape {
  return imageShapeFrom(config, IMAGE_DEFAULTS);
}

/** A class token and causal texts that end in a token of their own, each projected into the shared space. */
export const clipFamily: Family = {
  architecture: (config) => ({
    image: clipImageShape(config),
    text: textShapeFrom(config, TEXT_DEFAULTS),
    dimensions: sizeFrom('config.json', { 'config.json': config }, 'projection_dim', 512),
  }),
  image: { compile: compiledImageTower, plain: plainImageTower },
  text: { compile: compiledTextTower, plain: plainTextTower, runCompiled: runPackedTexts, runPlain: runPlainTexts },
  /** It learns the logarithm of its scale. */
  async scoring(checkpoint) {
    const scale = Math.exp(await trainedNumber(checkpoint, 'logit_scale'));
    return Number.isFinite(scale) ? { kind: 'softmax', scale, bias: 0 } : undefined;
  },
};
