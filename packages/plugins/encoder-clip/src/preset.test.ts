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
});
