import type { ModelPreset } from './model-preset.ts';
import { OPENAI_FAMILY } from './openai.ts';
import { hub, OPEN_CLIP_README, OPEN_CLIP_RESULTS } from './sources.ts';

interface Checkpoint {
  readonly name: string;
  readonly title: string;
  readonly repository: string;
  readonly top1: number;
}

/** A ViT-B of open_clip: OpenAI's architecture and preprocessing with weights of its own, published as a checkpoint. */
function openClip({ name, title, repository, top1 }: Checkpoint): ModelPreset {
  return {
    ...OPENAI_FAMILY,
    name,
    title,
    repository: { id: repository, holds: 'checkpoint', source: hub(repository) },
    dimensions: 512,
    scoring: { kind: 'softmax', scale: 100, bias: 0, source: OPEN_CLIP_README },
    licence: { name: 'MIT', source: hub(repository) },
    imageNet: { top1, source: OPEN_CLIP_RESULTS },
  };
}

/** Trained by LAION and the DataComp project with open_clip. */
export const openClipPresets: readonly ModelPreset[] = [
  openClip({
    name: 'laion-vit-b-32',
    title: 'LAION-2B ViT-B/32',
    repository: 'laion/CLIP-ViT-B-32-laion2B-s34B-b79K',
    top1: 0.6656,
  }),
  openClip({
    name: 'laion-vit-b-16',
    title: 'LAION-2B ViT-B/16',
    repository: 'laion/CLIP-ViT-B-16-laion2B-s34B-b88K',
    top1: 0.7023,
  }),
  openClip({
    name: 'datacomp-vit-b-32',
    title: 'DataComp-XL ViT-B/32',
    repository: 'laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K',
    top1: 0.6917,
  }),
  openClip({
    name: 'datacomp-vit-b-16',
    title: 'DataComp-XL ViT-B/16',
    repository: 'laion/CLIP-ViT-B-16-DataComp.XL-s13B-b90K',
    top1: 0.7349,
  }),
];
