import type { ModelFamily } from './model-family.ts';
import { hub, OPEN_CLIP_README, OPENAI_README } from './sources.ts';

/**
 * Every family that is known. The hub's configurations hold the initial scale, not the trained one; every CLIP of OpenAI ended at
 * its bound of 100. SigLIP's are of the base model; the checkpoints of SigLIP 2 say `siglip` too, and differ by their tokenizer.
 */
export const modelFamilies: readonly ModelFamily[] = [
  {
    name: 'clip',
    title: 'CLIP',
    scoring: { kind: 'softmax', scale: 100, bias: 0 },
    templates: ['a photo of a {label}.'],
    contextLength: 77,
    hasContextInConfig: true,
    padding: 'trim',
    cleaning: 'clip',
    source: OPENAI_README,
  },
  {
    name: 'siglip',
    title: 'SigLIP, SigLIP 2',
    scoring: { kind: 'sigmoid', scale: 117.33, bias: -12.93 },
    templates: ['This is a photo of {label}.'],
    contextLength: 64,
    hasContextInConfig: true,
    padding: 'full',
    cleaning: 'lowercase',
    cleaningOfTokenizer: { SiglipTokenizer: 'canonical', SiglipTokenizerFast: 'canonical' },
    source: hub('google/siglip-base-patch16-224'),
  },
  {
    // A BERT reads its texts: their padding is masked, `max_position_embeddings` is BERT's 512, and 52 is what it was trained with.
    name: 'chinese_clip',
    title: 'Chinese-CLIP',
    templates: ['{label}的照片。'],
    contextLength: 52,
    hasContextInConfig: false,
    padding: 'trim',
    cleaning: 'plain',
    source: 'https://github.com/OFA-Sys/Chinese-CLIP/blob/006a98155c9055a458c63393b02e88396345ccc4/cn_clip/clip/utils.py',
  },
  {
    // Its text tower takes 8,192 tokens; texts beside pictures are short.
    name: 'jina_clip',
    title: 'jina-clip',
    templates: ['a photo of a {label}.'],
    contextLength: 512,
    hasContextInConfig: false,
    padding: 'trim',
    cleaning: 'plain',
    source: hub('jinaai/jina-clip-v1'),
  },
  {
    // Configurations with `vision_cfg` and `text_cfg`. XLM-R and other text towers of the hub are among its models.
    name: 'open_clip',
    title: "open_clip's own configuration",
    scoring: { kind: 'softmax', scale: 100, bias: 0 },
    templates: ['a photo of a {label}.'],
    contextLength: 77,
    hasContextInConfig: true,
    padding: 'full',
    cleaning: 'clip',
    source: OPEN_CLIP_README,
  },
];

export function familyNamed(name: string): ModelFamily | undefined {
  return modelFamilies.find((family) => family.name === name);
}

/** The family that a `config.json` names, known or not: its `model_type`, or `open_clip` where it has open_clip's sections. */
export function familyIn(config: {
  readonly model_type?: unknown;
  readonly vision_cfg?: unknown;
  readonly text_cfg?: unknown;
}): string | undefined {
  if (typeof config.model_type === 'string') return config.model_type;
  return config.vision_cfg && config.text_cfg ? 'open_clip' : undefined;
}
