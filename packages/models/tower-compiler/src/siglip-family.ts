import { imageShapeFrom, shown, sizeFrom, textShapeFrom, type Json } from './architecture.ts';
import { checkpointError } from './checkpoint-error.ts';
import { trainedNumber, type Family } from './family.ts';
import { plainSiglipImageTower, plainSiglipTextTower } from './plain-siglip-towers.ts';
import { siglipImageTower, siglipTextTower } from './siglip-towers.ts';
import { runFullTexts } from './tower-runs.ts';

/** configuration_siglip.py. */
const LAYER_DEFAULTS = {
  hidden_size: 768,
  intermediate_size: 3072,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  hidden_act: 'gelu_pytorch_tanh',
  layer_norm_eps: 1e-6,
};
const IMAGE_DEFAULTS = { ...LAYER_DEFAULTS, image_size: 224, patch_size: 16 };
const TEXT_DEFAULTS = { ...LAYER_DEFAULTS, vocab_size: 32_000, max_position_embeddings: 64 };

/**
 * Patches that a probe attends to, and texts of one length whose every token sees every other, padding too. The image
 * vector is as long as the image tower is wide; only texts are projected.
 */
export const siglipFamily: Family = {
  architecture(config) {
    const image = imageShapeFrom(config, IMAGE_DEFAULTS);
    const text = textShapeFrom(config, TEXT_DEFAULTS);
    const { vision_use_head: hasHead } = (config['vision_config'] ?? {}) as Json;
    if ((hasHead ?? true) !== true) throw checkpointError(`"vision_use_head" in vision_config cannot be ${shown(hasHead)}`);
    const dimensions = sizeFrom('text_config', config, 'projection_size', text.width);
    if (dimensions === image.width) return { image, text, dimensions };
    throw checkpointError(`its text vectors have ${dimensions} dimensions, its image vectors ${image.width}`);
  },
  image: { compile: siglipImageTower, plain: plainSiglipImageTower },
  text: { compile: siglipTextTower, plain: plainSiglipTextTower, runCompiled: runFullTexts, runPlain: runFullTexts },
  /** It learns the logarithm of its scale, and its bias as it is. */
  async scoring(checkpoint) {
    const scale = Math.exp(await trainedNumber(checkpoint, 'logit_scale'));
    const bias = await trainedNumber(checkpoint, 'logit_bias');
    return Number.isFinite(scale) && Number.isFinite(bias) ? { kind: 'sigmoid', scale, bias } : undefined;
  },
};
