import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { modelFiles } from './model-files.ts';
import { readPreset } from './preset.ts';

describe('how a model wants its texts', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'preset-'));
    await mkdir(join(folder, 'onnx'));
    await writeFile(join(folder, 'onnx/vision_model.onnx'), '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  it.each([
    ['CLIP', { model_type: 'clip' }, 'CLIPTokenizer', {}, { cleaning: 'clip', padding: 'trim', contextLength: 77 }],
    ['SigLIP', { model_type: 'siglip' }, 'SiglipTokenizer', {}, { cleaning: 'canonical', padding: 'full', contextLength: 64 }],
    ['SigLIP 2', { model_type: 'siglip' }, 'GemmaTokenizerFast', {}, { cleaning: 'lowercase', padding: 'full', contextLength: 64 }],
    ['clipgraph.json before all', { model_type: 'siglip' }, 'SiglipTokenizer', { cleaning: 'plain' }, { cleaning: 'plain' }],
  ])('%s', async (_, config, tokenizer, own, expected) => {
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    await writeFile(join(folder, 'tokenizer_config.json'), JSON.stringify({ tokenizer_class: tokenizer }));
    await writeFile(join(folder, 'clipgraph.json'), JSON.stringify(own));
    expect(await readPreset(await modelFiles(folder))).toMatchObject(expected);
  });

  it('refuses a cleaning that is none, also one that every object has', async () => {
    for (const cleaning of ['wash', 'toString', 3]) {
      await writeFile(join(folder, 'clipgraph.json'), JSON.stringify({ cleaning }));
      await expect(readPreset(await modelFiles(folder))).rejects.toMatchObject({ code: 'MODEL_FAILED' });
    }
  });

  it('takes constants that were fitted on it, any of them', async () => {
    const of = async (fit: unknown) => {
      await writeFile(join(folder, 'clipgraph.json'), JSON.stringify({ fit }));
      return (await readPreset(await modelFiles(folder))).fit;
    };
    expect(await of(undefined)).toBeUndefined();
    const odds = { slope: 1.5, even: 4 };
    for (const fit of [{}, { relevance: odds }, { alike: odds, sameWords: 0.6 }]) expect(await of(fit)).toEqual(fit);
    const wrong = [
      3,
      [],
      { relevance: 2 },
      { alike: { slope: 0, even: 1 } },
      { relevance: { slope: 1 } },
      { sameWords: 2 },
      { relevanse: odds },
    ];
    for (const fit of wrong) {
      await expect(of(fit), JSON.stringify(fit)).rejects.toMatchObject({
        code: 'MODEL_FAILED',
        message: expect.stringContaining('"fit" of clipgraph.json'),
      });
    }
  });

  it.each([
    ['clipgraph.json', { licence: 7 }, '"licence" of clipgraph.json is wrong: it must be text'],
    ['clipgraph.json', { scoring: { kind: 'argmax', scale: 1, bias: 0 } }, 'kind must be "softmax" or "sigmoid"'],
    ['clipgraph.json', { scoring: { kind: 'softmax', scale: -1, bias: 0 } }, 'scale must be above 0'],
    ['clipgraph.json', { scoring: { kind: 'softmax', scale: 1 } }, 'bias must be given: { kind, scale, bias }'],
    ['clipgraph.json', { templates: ['{label}', 'a photo'] }, '"templates" of clipgraph.json is wrong: 1 must hold {label} once'],
    ['clipgraph.json', { contextLength: 2.5 }, 'must be a whole number from 3 to 8192'],
    ['clipgraph.json', { padding: 'none' }, 'must be "trim" or "full"'],
    ['clipgraph.json', { family: 'blip' }, 'must be one of clip, siglip, chinese_clip, jina_clip, open_clip'],
    ['clipgraph.json', { fit: { alike: { slope: 0, even: 1 } } }, '"fit" of clipgraph.json is wrong: alike.slope must be above 0'],
    ['config.json', { model_type: 7 }, '"model_type" of config.json is wrong: it must be text'],
    ['config.json', { text_config: { max_position_embeddings: 'many' } }, 'max_position_embeddings must be a whole number'],
    ['tokenizer_config.json', { pad_token: 7 }, '"pad_token" of tokenizer_config.json is wrong: it must be a token'],
  ])('names the file, the field and what it must be: %s %j', async (file, content, message) => {
    await writeFile(join(folder, file), JSON.stringify(content));
    const failure = { code: 'MODEL_FAILED', message: expect.stringContaining(message) };
    await expect(modelFiles(folder).then(readPreset)).rejects.toMatchObject(failure);
  });

  it('reads a file with a byte order mark', async () => {
    await writeFile(join(folder, 'clipgraph.json'), '\ufeff{"name":"marked"}');
    expect(await readPreset(await modelFiles(folder))).toMatchObject({ name: 'marked' });
  });
});

describe('the family of a model', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'family-'));
    await mkdir(join(folder, 'onnx'));
    await writeFile(join(folder, 'onnx/vision_model.onnx'), '');
  });
  afterEach(() => rm(folder, { recursive: true }));

  const preset = async (config: object, own?: object) => {
    await writeFile(join(folder, 'config.json'), JSON.stringify(config));
    if (own) await writeFile(join(folder, 'clipgraph.json'), JSON.stringify(own));
    return readPreset(await modelFiles(folder));
  };
  const scoring = { kind: 'softmax', scale: 70, bias: 0 } as const;
  const openClip = { embed_dim: 512, vision_cfg: {}, text_cfg: { context_length: 32 } };

  it('that is not known is never taken for CLIP, whatever else clipgraph.json says', async () => {
    await expect(preset({ model_type: 'blip' })).rejects.toThrow('the unknown model_type "blip"');
    await expect(preset({ model_type: 'blip' }, { name: 'mine', contextLength: 20 })).rejects.toThrow('the unknown model_type "blip"');
    await expect(preset({ model_type: 'blip' }, { scoring })).resolves.toMatchObject({ scoring });
    await expect(preset({ model_type: 'blip' }, { family: 'siglip' })).resolves.toMatchObject({ padding: 'full' });
  });

  it('says what its texts want, and not the scale where that is of each model', async () => {
    await expect(preset({ model_type: 'chinese_clip' })).rejects.toThrow('give "scoring" in clipgraph.json');
    const chinese = await preset({ model_type: 'chinese_clip', text_config: { max_position_embeddings: 512 } }, { scoring });
    expect(chinese).toMatchObject({ scoring, contextLength: 52, padding: 'trim', cleaning: 'plain', templates: ['{label}的照片。'] });
  });

  it("is open_clip's where config.json has its sections", async () => {
    expect(await preset(openClip)).toMatchObject({ contextLength: 32, padding: 'full', cleaning: 'clip', scoring: { scale: 100 } });
    const sigmoid = { ...openClip, init_logit_bias: -10, text_cfg: { tokenizer_kwargs: { clean: 'canonicalize' } } };
    await expect(preset(sigmoid)).rejects.toThrow('give "scoring" in clipgraph.json');
    const given = { kind: 'sigmoid', scale: 110, bias: -12 };
    expect(await preset(sigmoid, { scoring: given })).toMatchObject({ cleaning: 'canonical', contextLength: 77, scoring: given });
  });
});
