import { describe, expect, it } from 'vitest';

import { isModelName, modelChoice } from './model-choice.ts';
import type { TrainedScoring } from './model-preset.ts';
import { modelPresets, presetNamed } from './presets.ts';

const WANTED = [
  ['OpenAI ViT-B/32, B/16, L/14, L/14@336', /^clip-vit-(base-patch(32|16)|large-patch14(-336)?)$/, 4],
  ['LAION ViT-B/32 and B/16', /^laion-vit-b-/, 2],
  ['DataComp ViT-B/32 and B/16', /^datacomp-vit-b-/, 2],
  ['SigLIP and SigLIP 2 base', /^siglip2?-base-patch16-224$/, 2],
  ['MobileCLIP2 S0, S2, B', /^mobileclip2-/, 3],
  ['TinyCLIP 8M', /^tinyclip-vit-8m/, 1],
] as const;

describe('the registry', () => {
  it.each(WANTED)('has %s', (_, names, count) => {
    expect(modelPresets.filter(({ name }) => names.test(name))).toHaveLength(count);
  });

  it('has one that reads many languages and runs as it is', () => {
    expect(modelPresets.some(({ languages, repository }) => languages === 'many' && repository.holds === 'onnx')).toBe(true);
  });

  it('has each name once, each good for a folder', () => {
    const names = modelPresets.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !isModelName(name) || name === 'mini')).toEqual([]);
    expect(names.map((name) => presetNamed(name)?.name)).toEqual(names);
  });
});

describe.each(modelPresets.map((preset) => [preset.name, preset] as const))('%s', (_, preset) => {
  const { repository, preprocessing, scoring, files = [] } = preset;

  it('comes from a repository, pinned to a commit where one is known', () => {
    expect(repository.id).toMatch(/^[\w.-]+\/[\w.-]+$/);
    // Known hashes are of one commit: without it they would refuse every later one.
    expect(repository.revision ?? (files.length > 0 ? 'missing' : '0'.repeat(40))).toMatch(/^[0-9a-f]{40}$/);
    expect(files.map(({ path }) => path).filter((path) => !/^onnx\/(vision|text)_model(_[a-z0-9]+)?\.onnx$/.test(path))).toEqual([]);
    expect(files.filter(({ bytes, sha256 }) => bytes < 1_000_000 || !/^[0-9a-f]{64}$/.test(sha256))).toEqual([]);
  });

  it('has sane numbers', () => {
    const { imageSize, mean, std } = preprocessing;
    expect([512, 768]).toContain(preset.dimensions);
    expect([64, 77]).toContain(preset.contextLength);
    expect([224, 256, 336]).toContain(imageSize);
    expect(mean.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(std.every((value) => value > 0 && value <= 1)).toBe(true);
    expect(Object.values(preset.graphMegabytes ?? {}).every((megabytes) => megabytes > 10 && megabytes < 5000)).toBe(true);
    expect(scaleProblem(scoring)).toBeUndefined();
    expect(preset.imageNet === undefined || (preset.imageNet.top1 > 0.3 && preset.imageNet.top1 < 0.9)).toBe(true);
  });

  it('says where each fact is from', () => {
    const facts = [repository, preprocessing, preset.licence, preset.imageNet ?? repository, 'scale' in scoring ? scoring : repository];
    expect(facts.map(({ source }) => URL.parse(source)?.protocol)).toEqual(facts.map(() => 'https:'));
  });
});

function scaleProblem(scoring: TrainedScoring): string | undefined {
  if (!('scale' in scoring)) return undefined;
  const { kind, scale, bias } = scoring;
  if (scale <= 1 || scale > 200) return `a scale of ${scale}`;
  return (kind === 'softmax' ? bias === 0 : bias < 0) ? undefined : `a bias of ${bias}`;
}

describe('a choice of model', () => {
  it('is a name, with a precision or without', () => {
    expect(modelChoice('clip-vit-base-patch32')).toEqual({ name: 'clip-vit-base-patch32', precision: '' });
    expect(modelChoice('clip-vit-base-patch32:quantized')).toEqual({ name: 'clip-vit-base-patch32', precision: 'quantized' });
  });

  it.each(['', '.', '..', '../x', 'a/b', 'a\\b', '.hidden', 'a:', ':q', 'a:b:c', 'a:../b', 'a b', 'a\0', 'x'.repeat(65)])(
    'is not %j',
    (text) => {
      expect(modelChoice(text)).toBeUndefined();
    },
  );
});
