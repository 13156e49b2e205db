import type { ModelPreset } from './model-preset.ts';
import { OPENAI_FAMILY } from './openai.ts';
import { hub, MOBILECLIP_README, OPEN_CLIP_PRETRAINED } from './sources.ts';

const MOBILECLIP2_EXPORTS = hub('plhery/mobileclip2-onnx');
const MOBILECLIP2_CARD = hub('apple/MobileCLIP2-B/blob/main/README.md');

function mobileClip2(size: 'S0' | 'S2' | 'B', imageSize: number, top1: number): ModelPreset {
  return {
    name: `mobileclip2-${size.toLowerCase()}`,
    title: `Apple MobileCLIP2-${size}`,
    repository: {
      id: 'plhery/mobileclip2-onnx',
      subfolder: `onnx/${size.toLowerCase()}`,
      holds: 'onnx',
      source: MOBILECLIP2_EXPORTS,
    },
    dimensions: 512,
    contextLength: 77,
    preprocessing: {
      imageSize,
      resize: 'crop',
      interpolation: 'bilinear',
      mean: [0, 0, 0],
      std: [1, 1, 1],
      source: OPEN_CLIP_PRETRAINED,
    },
    scoring: { kind: 'softmax', scale: 100, bias: 0, source: MOBILECLIP_README },
    // The text towers of S0 and S2 have no causal mask (open_clip's model_configs); B's is causal and may be padded too.
    padding: 'full',
    languages: 'English',
    licence: { name: 'apple-amlr', source: MOBILECLIP2_CARD },
    imageNet: { top1, source: MOBILECLIP2_CARD },
  };
}

/** Small models for slow machines. */
export const compactPresets: readonly ModelPreset[] = [
  mobileClip2('S0', 256, 0.715),
  mobileClip2('S2', 256, 0.772),
  mobileClip2('B', 224, 0.794),
  {
    ...OPENAI_FAMILY,
    name: 'tinyclip-vit-8m-16',
    title: 'TinyCLIP ViT-8M/16',
    repository: {
      id: 'wkcn/TinyCLIP-ViT-8M-16-Text-3M-YFCC15M',
      holds: 'checkpoint',
      source: hub('wkcn/TinyCLIP-ViT-8M-16-Text-3M-YFCC15M'),
    },
    dimensions: 512,
    scoring: { kind: 'softmax' },
    licence: { name: 'MIT', source: hub('wkcn/TinyCLIP-ViT-8M-16-Text-3M-YFCC15M') },
    imageNet: {
      top1: 0.411,
      source: 'https://github.com/microsoft/Cream/blob/2bb193bb668d2531f43c67b2dfcb2229b9cca9d1/TinyCLIP/README.md#model-zoo',
    },
  },
];
