import { TINY_SIGLIP_PREPROCESSING, type TinySiglip, type Weights } from '@clipgraph/testing';

import { added, attended, referenceLayers, unit } from './reference-layers.ts';

/** SigLIP's two towers, after big_vision's models/vit.py (`MAPHead`) and models/proj/image_text/text_transformer.py; unit vectors. */
export function referenceSiglip(config: TinySiglip, weights: ReadonlyMap<string, Weights>) {
  const { tableRow, linear, norm, feedForward, transformer, patches } = referenceLayers(weights);
  const { vision_config: image, text_config: text } = config;

  /** The probe attends to all patches; what it takes goes through a feed-forward part. */
  function pooled(rows: readonly (readonly number[])[]): number[] {
    const width = image.hidden_size;
    const head = 'vision_model.head';
    const [q, k, v] = [0, 1, 2].map(
      (part) => (row: readonly number[]) =>
        linear(row, `${head}.attention.in_proj_weight`, `${head}.attention.in_proj_bias`, width, part * width),
    );
    const query = q!(tableRow(`${head}.probe`, 0));
    const mixed = attended(query, rows.map(k!), rows.map(v!), image.num_attention_heads);
    const found = linear(mixed, `${head}.attention.out_proj.weight`, `${head}.attention.out_proj.bias`);
    return added(found, feedForward(norm(found, `${head}.layernorm`, image.layer_norm_eps), `${head}.mlp`, image.hidden_act));
  }

  return {
    /** @param pixels RGB bytes, [size, size, 3] */
    image(pixels: Uint8Array): number[] {
      const tokens = patches(pixels, image, TINY_SIGLIP_PREPROCESSING).map((row, at) =>
        added(row, tableRow('vision_model.embeddings.position_embedding.weight', at)),
      );
      const rows = transformer(tokens, 'vision_model', image, false);
      return unit(pooled(rows.map((row) => norm(row, 'vision_model.post_layernorm', image.layer_norm_eps))));
    },
    /** @param tokenIds of the whole context, padding included */
    text(tokenIds: Int32Array): number[] {
      const tokens = [...tokenIds].map((id, at) =>
        added(
          tableRow('text_model.embeddings.token_embedding.weight', id),
          tableRow('text_model.embeddings.position_embedding.weight', at),
        ),
      );
      const last = transformer(tokens, 'text_model', text, false).at(-1)!;
      return unit(linear(norm(last, 'text_model.final_layer_norm', text.layer_norm_eps), 'text_model.head.weight', 'text_model.head.bias'));
    },
  };
}
