import type { ModelPreset } from './model-preset.ts';
import { hub, OPEN_CLIP_PRETRAINED, OPEN_CLIP_RESULTS } from './sources.ts';

const HALF = [0.5, 0.5, 0.5] as const;
const SIGLIP2_MIRROR = hub('SortaPhotos/siglip2-base-patch16-224-onnx');

const SIGLIP = {
  dimensions: 768,
  contextLength: 64,
  padding: 'full',
  preprocessing: { imageSize: 224, resize: 'squash', interpolation: 'bicubic', mean: HALF, std: HALF, source: OPEN_CLIP_PRETRAINED },
  scoring: { kind: 'sigmoid' },
} as const;

/** Google's SigLIP and SigLIP 2: each label is scored alone. */
export const siglipPresets: readonly ModelPreset[] = [
  {
    ...SIGLIP,
    name: 'siglip-base-patch16-224',
    title: 'SigLIP ViT-B/16',
    repository: {
      id: 'Xenova/siglip-base-patch16-224',
      revision: '294847d6b5fe86c91330269da98ce112d6c75e7e',
      holds: 'onnx',
      source: hub('Xenova/siglip-base-patch16-224/tree/294847d6b5fe86c91330269da98ce112d6c75e7e/onnx'),
    },
    graphMegabytes: { '': 813, fp16: 407, quantized: 211 },
    languages: 'English',
    licence: { name: 'Apache-2.0', source: hub('mtbui2010/siglip-base-patch16-224-ONNX') },
    imageNet: { top1: 0.7604, source: OPEN_CLIP_RESULTS },
  },
  {
    ...SIGLIP,
    name: 'siglip2-base-patch16-224',
    title: 'SigLIP 2 ViT-B/16',
    repository: {
      id: 'onnx-community/siglip2-base-patch16-224-ONNX',
      revision: 'ba1f3b0843f24bc5417d38e19c37b287d719b2f4',
      holds: 'onnx',
      source: SIGLIP2_MIRROR,
    },
    files: [
      {
        path: 'onnx/vision_model_fp16.onnx',
        bytes: 186_039_516,
        sha256: 'a1959f7bd3993a607e48839f6d01e25b876fe76afda301b028b78eef68aabd95',
      },
      {
        path: 'onnx/text_model_fp16.onnx',
        bytes: 564_862_230,
        sha256: '711da56ada0a4aa11c7dd3320df741081a3cae4f0ae1b5e5c6d5b294738d0eb0',
      },
    ],
    graphMegabytes: { fp16: 751 },
    preprocessing: { ...SIGLIP.preprocessing, interpolation: 'bilinear', source: SIGLIP2_MIRROR },
    scoring: { kind: 'sigmoid', scale: Math.exp(4.724453449249268), bias: -16.771724700927734, source: SIGLIP2_MIRROR },
    languages: 'many',
    licence: { name: 'Apache-2.0', source: SIGLIP2_MIRROR },
    imageNet: {
      top1: 0.782,
      source:
        'https://github.com/google-research/big_vision/blob/1659d4297dc62e138a9cd509e3a39855afc6d984/big_vision/configs/proj/image_text/README_siglip2.md',
    },
  },
  {
    ...SIGLIP,
    name: 'siglip-base-patch16-256-multilingual',
    title: 'SigLIP ViT-B/16 multilingual at 256 pixels',
    repository: {
      id: 'google/siglip-base-patch16-256-multilingual',
      holds: 'checkpoint',
      source: hub('google/siglip-base-patch16-256-multilingual'),
    },
    preprocessing: { ...SIGLIP.preprocessing, imageSize: 256 },
    languages: 'many',
    licence: { name: 'Apache-2.0', source: hub('google/siglip-base-patch16-256-multilingual') },
    imageNet: { top1: 0.7513, source: OPEN_CLIP_RESULTS },
  },
];
