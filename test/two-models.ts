import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { modelLibrary } from '@clipgraph/model-library';
import { miniModel } from '@clipgraph/model-mini';

export interface TwoModels {
  /** For temporary files; the models are in it. */
  readonly folder: string;
  /** Holds `first` and `second`, which has a precision `quantized` too. */
  readonly modelsDir: string;
  dispose(): Promise<void>;
}

/** The bundled model under two names, the second one with other preprocessing, so that its vectors are others. */
export async function twoModels(): Promise<TwoModels> {
  const folder = await mkdtemp(join(tmpdir(), 'clipgraph-models-'));
  const modelsDir = join(folder, 'models');
  const library = modelLibrary({ dir: modelsDir, hub: { endpoint: 'http://127.0.0.1:9' } });
  await library.add(miniModel.folder, { as: 'first' });

  const changed = join(folder, 'changed');
  await cp(miniModel.folder, changed, { recursive: true, dereference: true });
  const path = join(changed, 'preprocessor_config.json');
  const preprocessing = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...preprocessing, image_mean: [0.3, 0.3, 0.3] }));
  for (const tower of ['vision', 'text']) {
    await copyFile(join(changed, `onnx/${tower}_model.onnx`), join(changed, `onnx/${tower}_model_quantized.onnx`));
  }
  await library.add(changed, { as: 'second' });
  return { folder, modelsDir, dispose: () => rm(folder, { recursive: true }) };
}
