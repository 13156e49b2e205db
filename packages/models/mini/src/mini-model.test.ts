import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { miniModel } from './mini-model.ts';

const FILES = [
  'clipgraph.json',
  'config.json',
  'onnx/text_model.onnx',
  'onnx/vision_model.onnx',
  'preprocessor_config.json',
  'tokenizer.json',
  'tokenizer_config.json',
];

describe('the bundled model', () => {
  it('is whole, and small enough to be part of the repository', async () => {
    const folder = miniModel.folder;
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const present = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(present).toEqual(expect.arrayContaining(FILES));
    const sizes = await Promise.all(present.map(async (name) => (await stat(join(folder, name))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(36_000_000);
  });

  it('says where it comes from and on what terms', async () => {
    const preset = JSON.parse(await readFile(join(miniModel.folder, 'clipgraph.json'), 'utf8')) as Record<string, unknown>;
    expect(preset).toMatchObject({ name: 'mini', licence: expect.any(String), description: expect.any(String) });
  });
});
