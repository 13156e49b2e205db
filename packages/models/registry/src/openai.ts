import type { ModelPreset } from './model-preset.ts';
import { hub, OPEN_CLIP_PRETRAINED, OPEN_CLIP_RESULTS, OPENAI_README } from './sources.ts';

const MIT = { name: 'MIT', source: 'https://github.com/openai/CLIP/blob/main/LICENSE' } as const;
const imageNet = (top1: number) => ({ top1, source: OPEN_CLIP_RESULTS });

/** What all of them share; LAION's and DataComp's models were trained with the same. */
export const OPENAI_FAMILY: Pick<ModelPreset, 'contextLength' | 'preprocessing' | 'languages'> = {
  contextLength: 77,
  preprocessing: {
    imageSize: 224,
    resize: 'crop',
    interpolation: 'bicubic',
    mean: [0.48145466, 0.4578275, 0.40821073],
    std: [0.26862954, 0.26130258, 0.27577711],
    source: OPEN_CLIP_PRETRAINED,
  },
  languages: 'English',
};

const OPENAI = { ...OPENAI_FAMILY, scoring: { kind: 'softmax', scale: 100, bias: 0, source: OPENAI_README }, licence: MIT } as const;

/** OpenAI's CLIP of 2021, exported to ONNX for Transformers.js. */
export const openaiPresets: readonly ModelPreset[] = [
  {
    ...OPENAI,
    name: 'clip-vit-base-patch32',
    title: 'OpenAI CLIP ViT-B/32',
    repository: {
      id: 'Xenova/clip-vit-base-patch32',
      revision: 'd15189d7028b43f1d3e65039190477f6af591c2a',
      holds: 'onnx',
      source: hub('Xenova/clip-vit-base-patch32/tree/d15189d7028b43f1d3e65039190477f6af591c2a/onnx'),
    },
    files: [
      {
        path: 'onnx/vision_model_quantized.onnx',
        bytes: 89_117_001,
        sha256: '583fd1110a514667812fee7d684952aaf82a99b959760c8d7dca7e0ab9839299',
      },
      {
        path: 'onnx/text_model_quantized.onnx',
        bytes: 64_504_507,
        sha256: '73baab855d406190da9faa498cfedf65f15cf309f4cc7385b7b032e6d08e5c3a',
      },
    ],
    graphMegabytes: { '': 606, quantized: 154 },
    dimensions: 512,
    imageNet: imageNet(0.6332),
  },
  {
    ...OPENAI,
    name: 'clip-vit-base-patch16',
    title: 'OpenAI CLIP ViT-B/16',
    repository: { id: 'Xenova/clip-vit-base-patch16', holds: 'onnx', source: hub('Xenova/clip-vit-base-patch16/tree/main/onnx') },
    graphMegabytes: { '': 599, quantized: 152 },
    dimensions: 512,
    imageNet: imageNet(0.6834),
  },
  {
    ...OPENAI,
    name: 'clip-vit-large-patch14',
    title: 'OpenAI CLIP ViT-L/14',
    repository: { id: 'Xenova/clip-vit-large-patch14', holds: 'onnx', source: hub('Xenova/clip-vit-large-patch14') },
    dimensions: 768,
    imageNet: imageNet(0.7554),
  },
  {
    ...OPENAI,
    name: 'clip-vit-large-patch14-336',
    title: 'OpenAI CLIP ViT-L/14 at 336 pixels',
    repository: {
      id: 'Xenova/clip-vit-large-patch14-336',
      holds: 'onnx',
      source: hub('sheldonrobinson/clip-vit-large-patch14-336/tree/1cf37682b34a69cec05aac3dfde1ce3da7baef08/onnx'),
    },
    graphMegabytes: { '': 1715, quantized: 432 },
    dimensions: 768,
    preprocessing: { ...OPENAI.preprocessing, imageSize: 336 },
    imageNet: imageNet(0.7656),
  },
];
