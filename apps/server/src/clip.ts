import type { EncoderPlugin } from '@clipgraph/contracts';
import { clipModels, type ClipModelsOptions } from '@clipgraph/encoder-clip';
import { miniModel } from '@clipgraph/model-mini';
import { BUNDLED_MODEL } from '@clipgraph/model-registry';

/** CLIP-family models: the bundled one, `mini`, and whatever is installed. */
export function clip(options: Omit<ClipModelsOptions, 'bundled'> = {}): EncoderPlugin {
  return clipModels({ ...options, bundled: { [BUNDLED_MODEL]: miniModel.folder } });
}
