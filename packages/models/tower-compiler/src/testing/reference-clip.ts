import { TINY_PREPROCESSING, type TinyConfig, type Weights } from '@clipgraph/testing';

import { added, referenceLayers, unit } from './reference-layers.ts';

/** CLIP's two towers, after OpenAI's clip/model.py; vectors of unit length. */
export function referenceClip(config: TinyConfig, weights: ReadonlyMap<string, Weights>) {
  const { values, tableRow, linear, norm, transformer, patches } = referenceLayers(weights);
  const { vision_config: image, text_config: text } = config;

  return {
    /** @param pixels RGB bytes, [size, size, 3] */
    image(pixels: Uint8Array): number[] {
      const classToken = [...values('vision_model.embeddings.class_embedding')];
      const tokens = [classToken, ...patches(pixels, image, TINY_PREPROCESSING)].map((row, at) =>
        norm(
          added(row, tableRow('vision_model.embeddings.position_embedding.weight', at)),
          'vision_model.pre_layrnorm',
          image.layer_norm_eps,
        ),
      );
      const [first] = transformer(tokens, 'vision_model', image, false);
      return unit(linear(norm(first!, 'vision_model.post_layernorm', image.layer_norm_eps), 'visual_projection.weight', ''));
    },
    text(tokenIds: Int32Array): number[] {
      const tokens = [...tokenIds].map((id, at) =>
        added(
          tableRow('text_model.embeddings.token_embedding.weight', id),
          tableRow('text_model.embeddings.position_embedding.weight', at),
        ),
      );
      const last = transformer(tokens, 'text_model', text, true).at(-1)!;
      return unit(linear(norm(last, 'text_model.final_layer_norm', text.layer_norm_eps), 'text_projection.weight', ''));
    },
  };
}
